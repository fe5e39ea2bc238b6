package dev.gengate.provider;

import dev.gengate.provider.answer.ProviderAnswer;
import dev.gengate.provider.answer.RecordedUrl;
import dev.gengate.provider.answer.TaskOrigin;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.provider.answer.TaskReportReader;
import java.util.Optional;
import java.util.UUID;

/** Reads a task's origin from recordInfo's answer. */
final class TaskOrigins {
    private final TaskReportReader reports;
    private final CallbackUrls callbackUrls;

    TaskOrigins(TaskReportReader reports, CallbackUrls callbackUrls) {
        this.reports = reports;
        this.callbackUrls = callbackUrls;
    }

    TaskOrigin read(ProviderAnswer answer, String taskId, UUID generationId) {
        TaskReport report = reports.ofRecordInfo(answer, taskId, null);
        if (report instanceof TaskReport.NotThereYet) {
            return TaskOrigin.UNKNOWN;
        }
        Optional<String> url = RecordedUrl.read(answer.body());
        if (report instanceof TaskReport.Unavailable
                || report instanceof TaskReport.Unreadable unreadable
                        && !(url.isPresent() && isOf(taskId, unreadable))) {
            return TaskOrigin.UNAVAILABLE;
        }
        return url.filter(named -> callbackUrls.leadsTo(generationId, named)).isPresent()
                ? TaskOrigin.OURS
                : TaskOrigin.ANOTHERS;
    }

    /** The task's id may be readable where its result is not. */
    private static boolean isOf(String taskId, TaskReport.Unreadable record) {
        return record.taskId().filter(taskId::equals).isPresent();
    }
}
