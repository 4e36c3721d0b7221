/** A JSON schema, as far as the document uses the language. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** The parts of an OpenAPI 3.1 document that requests are made from and answers are judged by. */
export interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly parameters: readonly Parameter[];
            readonly requestBody?: { readonly content: Content };
            readonly responses: Readonly<Record<string, { readonly content: Content }>>;
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One thing that can be asked. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  /** Schemas of the answers, by status and media type. */
  readonly answers: Readonly<Record<string, { readonly content: Content }>>;
}

/** Every operation of a document, in its order. */
export function operationsOf(document: Document): readonly [Operation, ...Operation[]] {
  const [first, ...rest] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, said]): Operation => ({
        name: said.operationId,
        method: method.toUpperCase(),
        path,
        parameters: said.parameters,
        body: said.requestBody?.content['application/json']?.schema,
        answers: said.responses,
      }),
    ),
  );
  if (first === undefined) throw new RangeError('the document has no operations');
  return [first, ...rest];
}
