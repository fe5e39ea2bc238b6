/** The console: static files for a browser, which uses the API of callers and operators and nothing else. */
package dev.gengate.console;
