/** The callers' API: its operations, its data types, and the rules of a request. */
package dev.gengate.submission;
