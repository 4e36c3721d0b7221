import helmet from 'helmet';

/** Scripts, styles and connections from here and from Kopai alone; Trusted Types for what Lit renders. */
export const securityHeaders = (kopaiUrl: string) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'", kopaiUrl],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['lit-html'],
      },
    },
    // Without a referrer browsers send forms with `Origin: null`, which tells nobody where they come from.
    referrerPolicy: { policy: 'same-origin' },
    // It is served over plain HTTP on this machine.
    strictTransportSecurity: false,
  });
