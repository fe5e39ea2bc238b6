/** The contracts, as files: OpenAPI of the API, JSON Schema and AsyncAPI of the topic. */
package dev.gengate.contract;
