package dev.gengate.proof.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/** The heap in use and the resident memory of a replica over some time, in MiB. */
public final class MemorySamples {
    private static final long MEBIBYTE = 1024 * 1024;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Replica replica;
    private final LongSummaryStatistics heap = new LongSummaryStatistics();
    private final LongSummaryStatistics resident = new LongSummaryStatistics();
    private final List<Long> residents = new ArrayList<>();

    public MemorySamples(Replica replica) {
        this.replica = replica;
    }

    public void take() {
        heap.accept(heapInUse());
        residents.add(residentNow());
        resident.accept(residents.get(residents.size() - 1));
    }

    /** The peak of the resident memory in the last quarter of the time beside that in the second: the first is warming up. */
    public double growth() {
        int quarter = residents.size() / 4;
        return quarter == 0
                ? 1
                : (double) Collections.max(residents.subList(residents.size() - quarter, residents.size()))
                        / Collections.max(residents.subList(quarter, 2 * quarter));
    }

    public long mostResident() {
        return resident.getMax();
    }

    private long heapInUse() {
        HttpRequest request = HttpRequest.newBuilder(replica.management().resolve("/q/metrics"))
                .build();
        try (Stream<String> lines =
                http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            double bytes = lines.filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
            return (long) bytes / MEBIBYTE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long residentNow() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(replica.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "heap in use %d to %d MiB, resident %d to %d MiB (%d samples)"
                .formatted(heap.getMin(), heap.getMax(), resident.getMin(), resident.getMax(), heap.getCount());
    }
}
