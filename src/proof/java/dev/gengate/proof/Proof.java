package dev.gengate.proof;

import dev.gengate.proof.servers.Quiet;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UnmatchedArgsBinding;

/** {@code deploy/proof <name> [options]}: what proves and demonstrates the gateway. Each reads its options itself. */
@Command(
        name = "deploy/proof",
        description = "What proves and demonstrates the gateway: on loopback, without Docker.",
        footer = "deploy/proof <name> --help shows its options.",
        synopsisSubcommandLabel = "<name>")
final class Proof {
    private static final int WIDTH = 120;

    private Proof() {}

    /** Exits with the program's code; with 2 when there is none of that name. */
    public static void main(String[] given) {
        // before anything asks for a logger
        Quiet.logging();
        int code = commands().execute(given.length == 0 ? new String[] {"--help"} : given);
        // a program that has threads of its own has ended the JVM by now
        System.exit(code);
    }

    static CommandLine commands() {
        CommandLine commands = new CommandLine(new Proof());
        commands.getCommandSpec().addOption(help());
        for (Program program : Program.values()) {
            commands.addSubcommand(program.name().toLowerCase(Locale.ROOT), command(program));
        }
        return commands.setUsageHelpWidth(WIDTH);
    }

    private static CommandSpec command(Program program) {
        Run run = new Run(program);
        CommandSpec command = CommandSpec.wrapWithoutInspection(run);
        command.parser().stopAtUnmatched(true).unmatchedArgumentsAllowed(true);
        command.addOption(help());
        command.addUnmatchedArgsBinding(UnmatchedArgsBinding.forStringArrayConsumer(run));
        command.usageMessage()
                .description(program.summary())
                .customSynopsis("deploy/proof " + program.name().toLowerCase(Locale.ROOT) + " [options]")
                .footer("", program.options().strip());
        return command;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("--help")
                .usageHelp(true)
                .description("Shows this.")
                .build();
    }

    /** A program and what it was given. */
    private static final class Run implements Callable<Integer>, CommandLine.Model.ISetter {
        private final Program program;
        private String[] options = {};

        private Run(Program program) {
            this.program = program;
        }

        @Override
        public <T> T set(T value) {
            options = value == null ? new String[0] : (String[]) value;
            return value;
        }

        @Override
        public Integer call() throws Exception {
            program.run(options);
            return 0;
        }
    }
}
