import type { Feature, Plan } from '@kopai/contracts';

/** Rows of the comparison, in the order they are shown. */
export const features: readonly Feature[] = [
  { key: 'chat', name: 'Chat with agents' },
  { key: 'privateAgents', name: 'Create private agents' },
  { key: 'marketplacePublish', name: 'Publish to marketplace' },
  { key: 'webSearch', name: 'Web search tool' },
  { key: 'knowledgeBasePdf', name: 'Knowledge base (PDF)' },
  { key: 'urlIndexing', name: 'URL indexing' },
  { key: 'imageUploads', name: 'Image uploads' },
];

const megabyte = 1024 * 1024;

/** The plan of a wallet that has bought none. */
export const freePlanId = 'free';

/** What is on sale unless the deployment says otherwise. */
export const defaultPlans: readonly Plan[] = [
  {
    id: freePlanId,
    object: 'plan',
    name: 'Free',
    amountCents: 0,
    currency: 'usd',
    interval: 'month',
    features: {
      chat: true,
      privateAgents: true,
      marketplacePublish: false,
      webSearch: false,
      knowledgeBasePdf: { quantity: 1, bytes: 2 * megabyte },
      urlIndexing: false,
      imageUploads: false,
    },
  },
  {
    id: 'pro',
    object: 'plan',
    name: 'Pro',
    amountCents: 2_000,
    currency: 'usd',
    interval: 'month',
    features: {
      chat: true,
      privateAgents: true,
      marketplacePublish: true,
      webSearch: true,
      knowledgeBasePdf: true,
      urlIndexing: true,
      imageUploads: true,
    },
  },
];
