package dev.gengate.files;

import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.files.FileStore;
import dev.gengate.generation.files.StoredFile;
import dev.gengate.provider.FileUpload;
import dev.gengate.provider.FileUploads;
import dev.gengate.provider.UploadResult;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/** The provider's own upload, without a store that signs. Bytes go there as they come. */
@ApplicationScoped
class PlaceAtProvider implements FilePlace {
    private final FileUploads provider;
    private final AccountStore accounts;
    private final FileStore ledger;

    PlaceAtProvider(FileUploads provider, AccountStore accounts, FileStore ledger) {
        this.provider = provider;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    @Override
    public Uni<StoredFile> keep(Upload upload, IncomingBytes bytes) {
        String name = upload.id() + "." + FirstBytes.extension(upload.mediaType());
        return accounts.first()
                .flatMap(account -> Uni.createFrom()
                        .completionStage(() -> provider.begin(account, name, upload.mediaType(), upload.length())
                                .compose(call -> sent(bytes, call))
                                .toCompletionStage()))
                .flatMap(provider::end)
                .map(result -> upload.stored(bytes, null, url(result)))
                .call(stored -> ledger.add(stored, true, upload.removeAt()));
    }

    private static Future<FileUpload> sent(IncomingBytes bytes, FileUpload call) {
        return bytes.into(call.sink()).map(call).onFailure(broken -> call.abort());
    }

    private static String url(UploadResult result) {
        if (result.url() == null) {
            throw new UploadException(result.refused() ? UploadOutcome.REFUSED : UploadOutcome.UNAVAILABLE);
        }
        return result.url();
    }
}
