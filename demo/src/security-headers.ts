import helmet from 'helmet';

/**
 * Scripts, styles and connections from here and from Kopai alone; Trusted Types for what Lit renders. A checkout inside the page adds where
 * its script and its frame come from: with real payments that is `https://*.js.stripe.com`.
 */
export const securityHeaders = (kopaiUrl: string, stripeUrl: string | undefined) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...(stripeUrl ? [stripeUrl] : [])],
        frameSrc: [stripeUrl ?? "'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
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
