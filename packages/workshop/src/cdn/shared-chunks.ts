import type { GetManualChunk } from 'rollup';

/** What rollup knows of the modules, as far as it is used here. */
type ModuleGraph = Parameters<GetManualChunk>[1];

/**
 * Chunks for `all.js`, by when a page needs what is in them: `all` itself holds what every element needs, `client` what a wallet needs
 * to show its balance, `sections` what its sections share. Left alone, rollup makes a chunk for each set of elements that share something,
 * which are five requests more, one behind the other.
 */
export function chunksOnDemand(entry: string): GetManualChunk {
  return memoized((graph) => {
    const all = reachedFrom(entry, graph);
    const elements = elementsOf(entry, graph);
    const [badge, wallet] = ['cost-badge', 'wallet'].map((name) =>
      union(
        elements.filter((id) => id.includes(`/${name}.`)),
        graph,
      ),
    );
    const account = union(
      elements.filter((id) => id.endsWith('/account.ts')),
      graph,
    );
    const sections = sharedBy(
      elements.filter((id) => !/\/(?:cost-badge|wallet)\.define/.test(id)),
      graph,
    );
    for (const id of badge ?? []) if (wallet?.has(id)) all.add(id);
    const client = new Set([...account, ...(wallet ?? [])].filter((id) => account.has(id) || sections.has(id)));
    // The client's front door leads to every noun of the API. A wallet asks for its own, sections for the others.
    const nouns = new Set([...client].filter((id) => /\/sdk\/src\/resources\/(?!wallets\.)/.test(id)));
    return [
      ['all', all],
      ['sections', nouns],
      ['client', client],
      ['sections', sections],
    ];
  });
}

/** One chunk for what several entries share: a page with two of them loads it once. */
export function chunkOfShared(entries: readonly string[]): GetManualChunk {
  return memoized((graph) => [['shared', sharedBy(entries, graph)]]);
}

type Chunks = readonly (readonly [name: string, ids: ReadonlySet<string>])[];

/** The graph is whole when rollup first asks, and doesn't change after. */
function memoized(chunksIn: (graph: ModuleGraph) => Chunks): GetManualChunk {
  let chunks: Chunks | undefined;
  return (id, graph) => {
    chunks ??= chunksIn(graph);
    return chunks.find(([, ids]) => ids.has(id))?.[0] ?? null;
  };
}

/** A module and all that it imports statically. */
function reachedFrom(id: string, graph: ModuleGraph, reached = new Set<string>()): Set<string> {
  if (reached.has(id)) return reached;
  reached.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reachedFrom(imported, graph, reached);
  return reached;
}

/** What a module, and what it imports statically, imports later. */
const elementsOf = (entry: string, graph: ModuleGraph): string[] =>
  [...reachedFrom(entry, graph)].flatMap((id) => graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []);

const union = (ids: readonly string[], graph: ModuleGraph): Set<string> =>
  new Set(ids.flatMap((id) => [...reachedFrom(id, graph)]));

/** The modules that at least two of these reach. One of them that another one shows is a file of its own, with what it alone reaches. */
function sharedBy(ids: readonly string[], graph: ModuleGraph): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const id of ids) {
    const others = new Set(ids.filter((other) => other !== id));
    for (const reached of reachedFrom(id, graph, others)) {
      if (!ids.includes(reached)) (seen.has(reached) ? shared : seen).add(reached);
    }
  }
  return shared;
}
