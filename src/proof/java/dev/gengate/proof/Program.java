package dev.gengate.proof;

import dev.gengate.proof.bench.Bench;
import dev.gengate.proof.build.ClassArchiveBuild;
import dev.gengate.proof.custody.CustodyRun;
import dev.gengate.proof.drift.DriftRun;
import dev.gengate.proof.faults.FaultOptions;
import dev.gengate.proof.faults.Faults;
import dev.gengate.proof.image.ImageRun;
import dev.gengate.proof.intake.IntakeRun;
import dev.gengate.proof.local.LocalRun;
import dev.gengate.proof.local.Sandbox;
import dev.gengate.proof.models.ModelFiles;
import dev.gengate.proof.monitoring.MonitoringRun;
import dev.gengate.proof.queue.QueueRun;
import dev.gengate.proof.rolling.RollingRun;
import dev.gengate.proof.scale.ScaleRun;
import dev.gengate.proof.scale.SearchRun;
import dev.gengate.proof.schema.SchemaRun;
import dev.gengate.proof.topics.TopicsRun;

/** What {@code deploy/proof} starts, by its name. */
enum Program {
    LOCAL(
            LocalRun::main,
            "The whole service on this machine; prints each completed event until Ctrl-C.",
            """
            --dev true    the gateway is mvn quarkus:dev, with live reload
            --color true  coloured lines
            Ports: QUARKUS_HTTP_PORT, QUARKUS_MANAGEMENT_PORT, LOCAL_KAFKA_PORT, LOCAL_POSTGRES_PORT, \
            LOCAL_SIMULATOR_PORT.
            """),
    SANDBOX(
            Sandbox::main,
            "The gateway with all it needs for the tests of those who call it (docs/testing-against.md), until Ctrl-C.",
            """
            --speed 100  so many times faster pass the gateway's and the provider's seconds
            --host 0.0.0.0  where Kafka listens (default: localhost)
            --jar target/sandbox.jar  makes it one jar instead, to be run elsewhere
            Ports: as of local.
            """),
    FAULTS(
            Faults::main,
            "The guarantees while replicas, broker and database break under load, audited at the end. 2 minutes.",
            FaultOptions.usage()),
    ROLLING(
            RollingRun::main,
            "Replicas are replaced under load, twice; no request may fail. 3 minutes.",
            """
            --rate 25    submissions a second
            --rounds 2   updates of every replica; callback secrets rotate between them
            --before <folder>  the first replicas are of the packaged gateway in it: an older release is updated
            """),
    MONITORING(
            MonitoringRun::main,
            "Brings about the cause of every alert before a real Prometheus; draws docs/dashboard.png. 3 minutes.",
            "No options. Needs prometheus (Debian: apt-get install prometheus)."),
    QUEUE(
            QueueRun::main,
            "What the queue promises, with figures. Ends with 1 when one is missed. 8 minutes.",
            """
            replicas   three replicas over one limit
            accounts   the same over four accounts, of which two fail
            long       a queue of 1,000,000 rows
            slots      thousands of slots a second
            Without a name, all of them.
            """),
    INTAKE(
            IntakeRun::main,
            "Requests by a topic: as fast as by REST, and each decided once whatever breaks. Ends with 1 when a figure"
                    + " is missed. 6 minutes.",
            """
            --requests 20000  in all, and in each round of the first part
            --seed 42         of what breaks when
            --part rate       one part alone: rate, beside REST, or faults
            """),
    TOPICS(
            TopicsRun::main,
            "Two callers' topics, of which one is deleted, denied and too narrow in turn, under load. Ends with 1"
                    + " when the other's events are late, or one is lost. 3 minutes.",
            """
            --rate 60  submissions a second of each caller
            """),
    CUSTODY(
            CustodyRun::main,
            "How fast results are copied beside a bare loop, in how much memory, and how long an event waits. 7"
                    + " minutes.",
            """
            --results 500  of 8 MiB
            --at-once 16   by the gateway and by the loop
            --events 200   of one image of 300 KiB, one after the other
            """),
    DRIFT(
            DriftRun::main,
            "The models' files beside what a provider says of them. Ends with 1 on an alarming difference. 4 minutes.",
            """
            --url http://localhost:8089  of the provider (default: the simulator of a local run)
            --key-file <file>            with the account's key; it shares the account's one call a second
            --models 'google/*'          which (default: all that are not retired)
            """),
    SCALE(
            ScaleRun::main,
            "What a generation costs the ledger, with more and more history. 2 minutes.",
            """
            Numbers of finished generations, ascending (default: 200000 2000000).
            """),
    SEARCH(
            SearchRun::main,
            "How long a page of the list takes, by filter, with more and more history. Ends with 1 over 50 ms. 2 minutes.",
            """
            Numbers of finished generations, ascending (default: 1000000).
            """),
    BENCH(
            Bench::main,
            "The gateway beside a bare HTTP-to-Kafka pipe (Apache Camel). 20 minutes.",
            """
            --quick --floor 0.25  callbacks alone, 4 minutes; fails when the ratio is under the floor
            --forged              callbacks with 500 forged ones a second beside them, and without, 3 minutes
            --polled              callbacks with the console on five screens beside them, and without, 3 minutes
            --custody             callbacks of a gateway that keeps results and of one that keeps none, 2 minutes a round; fails
                                  below 0.9
            --submissions         submissions beside the pipe's requests, 3 minutes a round
            --before <folder>     the packaged gateway in this folder and this one, in turn, 5 minutes a round; fails when
                                  a rate falls below 0.95 of that one's, or a cost rises above 1.05
            --console             starts with the console and without, 2 minutes; fails when it costs more than a twentieth
            --start-up            start to ready with and without the image's cache, 3 minutes
            --all-models          this gateway serves every model: with --start-up, or with --before
            --history 5000000     all figures, and again on a table with so many finished rows
            --java <home>         the contestants run on this Java (default: the one that runs the bench)
            Others: --rounds --seconds --warm-up --profile --heap --fsync --out; see \
            dev.gengate.proof.bench.Options. Results: target/bench/result.json and latency.png.
            """),
    MODELS(
            ModelFiles::main,
            "Makes the index of the model files and the table of docs/models.md again, after a file was changed.",
            "It has no options."),
    SCHEMA(
            SchemaRun::main,
            "The schemas of the events beside those of the last release. Ends with 1 when a change breaks consumers.",
            "No options. deploy/release prepare keeps the schemas of a release in deploy/contract/released."),
    IMAGE(
            ImageRun::main,
            "The container image as it is run: contents, confinement, log, memory, start. deploy/image/run builds it.",
            """
            --image <name>      of podman, or of the command in CONTAINER_ENGINE
            --version --revision  what its labels and its log must say
            --requests 4000     submissions before the memory is read again
            --starts 5          with the AOT cache, and as many without it
            --kube true         the rendered overlays instead, by podman kube play
            --sandbox <name>    the sandbox's image instead
            """),
    ARCHIVE(
            ClassArchiveBuild::main,
            "Makes target/gateway.jsa, an archive of classes with which the jar starts in half the time.",
            "No options. It is of use to the same JVM alone, for the jars where they are: the next build needs"
                    + " another.");

    private final Main main;
    private final String summary;
    private final String options;

    Program(Main main, String summary, String options) {
        this.main = main;
        this.summary = summary;
        this.options = options;
    }

    String summary() {
        return summary;
    }

    String options() {
        return options;
    }

    void run(String[] arguments) throws Exception {
        main.run(arguments);
    }

    /** As the JVM would start it. */
    private interface Main {
        void run(String[] arguments) throws Exception;
    }
}
