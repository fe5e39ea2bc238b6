package dev.gengate.contract;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What the build adds to the OpenAPI document that it reads from the annotations. No gateway loads this. */
public class ApiDocument implements OASFilter {
    /** The security scheme of all that wants credentials. */
    public static final String CALLER = "caller";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addSecurityScheme(CALLER, caller());
        List.of(new ResponseHeaders(), new ModelSchemas(), new ProblemResponses())
                .forEach(part -> part.filterOpenAPI(document));
    }

    private static SecurityScheme caller() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                // a hint for people (OpenAPI 3.1, Security Scheme Object)
                .bearerFormat("key")
                .description("The caller's key or, where OIDC is configured, a JWT of its issuer");
    }
}
