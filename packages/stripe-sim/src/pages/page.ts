/** What a page route answers: a document, or a redirect (303) to another address. */
export type Page =
  | {
      readonly status: number;
      readonly html: string;
      /** Whether another site may show it in a frame. */
      readonly framed: boolean;
    }
  | { readonly redirect: string };
