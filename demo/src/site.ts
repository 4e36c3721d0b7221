import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KopaiError } from '@kopai/sdk';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { answerMessage, messageRequest } from './answer-message.ts';
import { type Clients, createClients } from './clients.ts';
import { Conversations } from './conversations.ts';
import { faceFolders } from './gallery/faces.ts';
import { galleryPages } from './gallery/pages.ts';
import { Knowledge } from './knowledge.ts';
import { readListing, readListings, readQuotes } from './listings.ts';
import { agentPage } from './pages/agent-page.ts';
import { knowledgePage } from './pages/knowledge-page.ts';
import { marketplacePage } from './pages/marketplace-page.ts';
import { notFound, noticePage } from './pages/notice-page.ts';
import { publishingPage } from './pages/publishing-page.ts';
import type { Scene } from './pages/scene.ts';
import { agentsPath, knowledgePath } from './pages/settings-frame.ts';
import { walletPage } from './pages/wallet-page.ts';
import { nextMessageText } from './price-text.ts';
import { notYours, pricingForm, type RefusedPricing, readPublished, setPricing } from './publishing.ts';
import { refusalOf } from './refusal.ts';
import { clockRequest, fileName, pathBack, simulationRequest, switchRequest } from './requests.ts';
import { securityHeaders } from './security-headers.ts';
import type { Simulation } from './simulation/simulation.ts';
import {
  contextCookie,
  isOrg,
  ownedWalletOf,
  type Persona,
  personaCookie,
  personalContext,
  runsOrg,
  type Visitor,
  visitorOf,
  walletOf,
} from './visitors.ts';

export interface SiteOptions {
  readonly kopaiUrl: string;
  /** The operator's secret key: it stays on this backend. */
  readonly apiKey: string;
  /** What can be made to happen; undefined where payments are real. */
  readonly simulation: Simulation | undefined;
  readonly onError: (error: unknown) => void;
}

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The whole site. Throws when its browser scripts were not built. */
export function createSite({ kopaiUrl, apiKey, simulation, onError }: SiteOptions): Express {
  const scripts = folderOf('../dist/');
  if (!existsSync(scripts)) throw new Error(`${scripts} is not there: build it with npm run build`);
  const clients = createClients({ baseUrl: kopaiUrl, apiKey });
  const deps: SiteDependencies = { clients, conversations: new Conversations(), knowledge: new Knowledge() };
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(kopaiUrl, simulation && new URL(simulation.stripeJs).origin));
  app.use('/assets', express.static(scripts), express.static(folderOf('./assets/')));
  app.use('/assets/fonts', ...faceFolders.map((folder) => express.static(folder)));
  app.use(refuseOtherOrigins);

  const sceneOf = async (request: Request): Promise<Scene> => {
    const visitor = visitorOf(request.get('Cookie'));
    const { persona, context } = visitor;
    const [wallet, view] = await Promise.all([
      persona && clients.for(persona).wallets.get(walletOf(visitor)),
      simulation?.view(persona && ownedWalletOf(persona, context)),
    ]);
    const stripeJs = request.query.checkout === 'embedded' ? simulation?.stripeJs : undefined;
    return { visitor, kopaiUrl, path: request.path, wallet, simulation: view, stripeJs };
  };
  servePages(app, deps, sceneOf);
  servePublishing(app, deps, sceneOf);
  serveSwitches(app);
  serveApi(app, deps);
  if (simulation) serveSimulation(app, simulation);
  app.use(async (request: Request, response: Response) => {
    response.status(404).send(noticePage(await sceneOf(request), notFound));
  });
  app.use(failed(onError, sceneOf));
  return app;
}

/** Another site's page can't act as the visitor, cookie or not. */
function refuseOtherOrigins(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('Origin');
  const own = `${request.protocol}://${request.get('Host')}`;
  if (request.method === 'GET' || origin === undefined || origin === own) next();
  else response.status(403).type('text/plain').send('This is for pages of the demo itself.');
}

interface SiteDependencies {
  readonly clients: Clients;
  readonly conversations: Conversations;
  readonly knowledge: Knowledge;
}
type SceneOf = (request: Request) => Promise<Scene>;

/** Answers with a page; what there is no page for is not found. */
const page =
  (sceneOf: SceneOf, draw: (scene: Scene, request: Request) => Promise<string | undefined> | string | undefined) =>
  async (request: Request, response: Response): Promise<void> => {
    const scene = await sceneOf(request);
    const drawn = await draw(scene, request);
    response.status(drawn === undefined ? 404 : 200).set('Cache-Control', 'private, no-cache');
    response.send(drawn ?? noticePage(scene, notFound));
  };

function servePages(app: Express, { clients, conversations, knowledge }: SiteDependencies, sceneOf: SceneOf): void {
  const marketplace = async (scene: Scene) => {
    const { visitor } = scene;
    return marketplacePage(scene, await readListings(clients.for(visitor.persona), visitor));
  };
  const agent = async (scene: Scene, request: Request) => {
    const { visitor } = scene;
    const agentId = String(request.params.id);
    const listing = await readListing(clients.for(visitor.persona), visitor, agentId);
    const key = { userId: visitor.persona?.id ?? '', context: visitor.context, agentId };
    return agentPage(scene, listing, visitor.persona ? conversations.turns(key) : []);
  };
  const files = async (scene: Scene) => {
    const { persona } = scene.visitor;
    if (!persona) return knowledgePage(scene, [], undefined);
    return knowledgePage(scene, knowledge.of(persona), await clients.for(persona).plans.entitlements('me'));
  };
  const orgWallet = (scene: Scene, request: Request) => {
    const orgId = String(request.params.org);
    return isOrg(orgId) ? walletPage(scene, orgId) : undefined;
  };
  for (const [path, draw] of galleryPages) app.get(path, (_request, response) => void response.send(draw()));
  app.get('/', page(sceneOf, marketplace));
  app.get('/agents/:id', page(sceneOf, agent));
  const ownWallet = (scene: Scene) => walletPage(scene, personalContext);
  app.get('/settings/billing', page(sceneOf, ownWallet));
  app.get(knowledgePath, page(sceneOf, files));
  app.get('/orgs/:org/wallet', page(sceneOf, orgWallet));
}

/** An organization's own agents, and the form that sets a price; it is done in the name of who is signed in. */
function servePublishing(app: Express, { clients }: SiteDependencies, sceneOf: SceneOf): void {
  const draw = async (scene: Scene, request: Request, refused?: RefusedPricing) => {
    const { persona } = scene.visitor;
    const orgId = String(request.params.org);
    if (!isOrg(orgId)) return undefined;
    if (!runsOrg(persona, orgId)) throw notYours();
    const saved = refused ? undefined : String(request.query.saved ?? '');
    return publishingPage(scene, orgId, await readPublished(clients.for(persona), orgId), { saved, refused });
  };
  app.get('/orgs/:org/agents', page(sceneOf, draw));
  app.post('/orgs/:org/agents/:id/pricing', form, async (request, response) => {
    const { org, id } = request.params;
    const refused = await setPricing(clients.for(signedIn(request)), id, z.parse(pricingForm, request.body));
    if (!refused) return response.redirect(303, `${agentsPath(org)}?${new URLSearchParams({ saved: id })}#${id}`);
    response.status(422).send(await draw({ ...(await sceneOf(request)), path: agentsPath(org) }, request, refused));
  });
}

const form = express.urlencoded({ extended: false, limit: '2kb' });

/** The forms that switch persona and context. */
function serveSwitches(app: Express): void {
  app.post(['/persona', '/context'], form, (request, response) => {
    const { back, persona, context } = z.parse(switchRequest, request.body);
    const year = { httpOnly: true, sameSite: 'lax', maxAge: 365 * 24 * 3_600_000 } as const;
    if (persona !== undefined) response.cookie(personaCookie, persona, year);
    if (context !== undefined) response.cookie(contextCookie, context, year);
    response.redirect(303, pathBack(back));
  });
}

/** The control panel of the demo. What it does happens to the wallet that the visitor pays with. */
function serveSimulation(app: Express, simulation: Simulation): void {
  app.post('/simulation', form, async (request, response) => {
    const { back, action } = z.parse(simulationRequest, request.body);
    if (action === 'day') await simulation.passDay();
    else await simulation.act(ownedWalletOf(signedIn(request), visitorOf(request.get('Cookie')).context), action);
    response.redirect(303, pathBack(back));
  });
  app.post('/api/clock', async (request, response) => {
    const { days } = z.parse(clockRequest, request.body ?? {});
    for (let day = 0; day < days; day++) await simulation.passDay();
    const { now, daysAhead } = await simulation.view(undefined);
    response.json({ now: new Date(now).toISOString(), daysAhead });
  });
}

function serveApi(app: Express, deps: SiteDependencies): void {
  const { clients, knowledge } = deps;
  app.use('/api', express.json({ limit: '16kb' }), (_request, response, next) => {
    response.set('Cache-Control', 'private, no-store');
    next();
  });
  app.post('/api/session', async (request, response) => {
    const { token, expiresAt } = await clients.mintSession(signedIn(request));
    response.json({ token, expiresAt });
  });
  app.post('/api/messages', async (request, response) => {
    const persona = signedIn(request);
    const message = z.parse(messageRequest, request.body);
    const { reply, quote } = await answerMessage({ ...deps, pause }, persona, message);
    response.json({ reply, ...(quote && next(quote, message)) });
  });
  app.get('/api/quote', async (request, response) => {
    const persona = signedIn(request);
    const visitor: Visitor = { persona, context: String(request.query.context) };
    const [quote] = await readQuotes(clients.for(persona), visitor, [String(request.query.agent)]);
    response.json(quote ? next(quote, visitor) : {});
  });
  app.post('/api/files', express.raw({ type: 'application/pdf', limit: '25mb' }), async (request, response) => {
    const name = z.parse(fileName, request.query.name);
    const bytes = z.parse(z.instanceof(Buffer), request.body).length;
    await knowledge.add(clients.operator, signedIn(request), { name, bytes });
    response.status(201).json({ name, bytes });
  });
  app.post(`${knowledgePath}/remove`, form, (request, response) => {
    knowledge.remove(signedIn(request), Number(request.body?.place));
    response.redirect(303, knowledgePath);
  });
  const next = (
    quote: Parameters<typeof nextMessageText>[0] & { token: string },
    { context }: { context: string },
  ) => ({
    quote: quote.token,
    terms: nextMessageText(quote, context),
  });
}

function signedIn(request: Request): Persona {
  const { persona } = visitorOf(request.get('Cookie'));
  if (persona) return persona;
  throw new KopaiError({ code: 'unauthenticated', status: 401, detail: 'Sign in first.' });
}

/** The site's own backend says no as Kopai does; a page says it in a sentence. */
const failed =
  (onError: SiteOptions['onError'], sceneOf: SceneOf) =>
  async (error: unknown, request: Request, response: Response, _next: NextFunction): Promise<void> => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) onError(error);
    response.status(refusal.status);
    if (request.path.startsWith('/api/')) return void response.json(refusal);
    const scene = await sceneOf(request).catch(() => undefined);
    const notice = refusal.status === 404 ? notFound : { title: 'Something went wrong', text: refusal.detail };
    if (scene) response.send(noticePage(scene, notice));
    else response.type('text/plain').send(`${notice.title}. ${notice.text}`);
  };
