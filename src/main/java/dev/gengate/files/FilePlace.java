package dev.gengate.files;

import dev.gengate.generation.files.StoredFile;
import io.smallrye.mutiny.Uni;

/** Where uploaded files go. */
interface FilePlace {

    /** Takes all bytes; what it returns can be used. Of what fails nothing is left that stays. */
    Uni<StoredFile> keep(Upload upload, IncomingBytes bytes);
}
