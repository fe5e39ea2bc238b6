/** The API that callers use: its operations, its shapes, and the rules of a request. */
@OpenAPIDefinition(
        // the version is the build's own (pom.xml)
        info = @Info(title = "Generation Gateway", version = ""),
        components =
                @Components(
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = ApiDocument.CALLER,
                                        // of such alone @RolesAllowed is read; ApiDocument makes it what it is
                                        type = SecuritySchemeType.OPENIDCONNECT)))
package dev.gengate.submission;

import dev.gengate.contract.ApiDocument;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
