/** The API that callers use: its operations, its shapes, and the rules of a request. */
package dev.gengate.submission;
