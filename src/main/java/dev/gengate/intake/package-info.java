/** Requests that callers write to a topic of theirs, where others submit by HTTP. */
package dev.gengate.intake;
