/** What is promised to others, as files: the API's OpenAPI document, and JSON Schema and AsyncAPI of the topic. */
package dev.gengate.contract;
