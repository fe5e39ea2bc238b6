package dev.gengate.proof.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A container file as a list of instructions, comments and continued lines resolved. */
public record ContainerFile(List<Instruction> instructions) {

    /** One instruction: its keyword in capitals and everything after it. */
    public record Instruction(String keyword, String arguments) {}

    public static ContainerFile read(Path file) {
        var joined = YamlFile.text(file).replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        return new ContainerFile(joined.lines()
                .filter(line -> !line.isBlank())
                .map(ContainerFile::instruction)
                .toList());
    }

    private static Instruction instruction(String line) {
        var parts = line.strip().split("\\s+", 2);
        return new Instruction(parts[0], parts.length > 1 ? parts[1] : "");
    }

    /** The stage that becomes the image. */
    public ContainerFile lastStage() {
        var stage = new ArrayList<Instruction>();
        for (var instruction : instructions) {
            if ("FROM".equals(instruction.keyword())) {
                stage.clear();
            }
            stage.add(instruction);
        }
        return new ContainerFile(stage);
    }

    /** The stage of that name. */
    public ContainerFile stage(String name) {
        var stage = new ArrayList<Instruction>();
        var inside = false;
        for (var instruction : instructions) {
            if ("FROM".equals(instruction.keyword())) {
                inside = instruction.arguments().endsWith(" AS " + name);
            }
            if (inside) {
                stage.add(instruction);
            }
        }
        return new ContainerFile(stage);
    }

    public Stream<String> all(String keyword) {
        return instructions.stream()
                .filter(instruction -> keyword.equals(instruction.keyword()))
                .map(Instruction::arguments);
    }

    public String the(String keyword) {
        return all(keyword).findFirst().orElseThrow(() -> new AssertionError("no " + keyword));
    }
}
