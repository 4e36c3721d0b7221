export {
  type AgentChange,
  type AgentViewer,
  agentNotFound,
  agentsById,
  listAgents,
  mayView,
  putAgent,
  setPricing,
} from './agents.ts';
export { listModels, putModel } from './models.ts';
export { defaultPacks, packOf } from './packs.ts';
export {
  createQuotes,
  type PromisedPrice,
  personal,
  priceFor,
  type QuoteSecrets,
  type Quotes,
  quotesBelievedMs,
} from './quotes.ts';
export { type MarkedAgent, RememberedAgents, unchangedAgents } from './remembered-agents.ts';
