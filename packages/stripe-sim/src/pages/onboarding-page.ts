import type Stripe from 'stripe';
import type { World } from '../world/world.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

interface Onboarding {
  readonly action: string;
  readonly account: Stripe.Account;
}

/** Where the owner of a connected account says who they are, with a button for every way that can go. */
export function onboardingPage({ businessName }: Pick<World, 'businessName'>, { action, account }: Onboarding): Page {
  const { email, business_profile: profile, requirements } = account;
  const body = html`<main class="checkout">
<section class="summary" aria-label="What this is about">
<header class="merchant">
<span class="mark" aria-hidden="true">${[...businessName][0]?.toUpperCase() ?? ''}</span>
<span class="name">${businessName}</span>
</header>
<h1><span class="label">${businessName} works with Stripe</span> <span class="headline">Get paid by ${businessName}</span></h1>
<dl class="facts">
<div><dt>Account</dt><dd>${account.id}</dd></div>
${email !== null && html`<div><dt>Email</dt><dd>${email}</dd></div>`}
${profile?.name ? html`<div><dt>Business</dt><dd>${profile.name}</dd></div>` : null}
<div><dt>Payouts</dt><dd>${account.payouts_enabled ? 'enabled' : 'not yet enabled'}</dd></div>
</dl>
${stillDue(requirements?.currently_due ?? [])}
</section>
<section class="payment" aria-label="Your details">
<form method="post" action="${action}">
${requirements?.errors?.map((error) => html`<p class="decline" role="alert"><strong>Not accepted.</strong> ${error.reason}</p>`) ?? null}
<h2>About you</h2>
<dl class="card">
<div class="number"><dt>Legal name</dt><dd>Jenny Rosen</dd></div>
<div><dt>Date of birth</dt><dd>01 / 01 / 1901</dd></div>
<div><dt>Last 4 of SSN</dt><dd>0000</dd></div>
</dl>
<h2>Bank account for payouts</h2>
<dl class="card">
<div class="number"><dt>Bank</dt><dd>STRIPE TEST BANK</dd></div>
<div><dt>Routing number</dt><dd>110000000</dd></div>
<div><dt>Account</dt><dd>···· 6789</dd></div>
</dl>
<button class="primary" name="outcome" value="completed">Agree and submit</button>
<fieldset class="others">
<legend>Or try another outcome</legend>
<div class="choices">
<button class="choice" name="outcome" value="unfinished"><strong>Leave unfinished</strong><span>Back to ${businessName} half way</span></button>
<button class="choice" name="outcome" value="verification_failed"><strong>Fail verification</strong><span>Submitted, but a document can't be read</span></button>
<button class="choice" name="outcome" value="rejected"><strong>Be rejected</strong><span>Stripe refuses the account for good</span></button>
</div>
</fieldset>
</form>
</section>
</main>`;
  return layout({ title: `Get paid by ${businessName}`, body, framed: false });
}

function stillDue(names: readonly string[]): Html | null {
  if (names.length === 0) return null;
  return html`<details class="due">
<summary>${names.length} ${names.length === 1 ? 'detail' : 'details'} still needed</summary>
<ul>${names.map((name) => html`<li><code>${name}</code></li>`)}</ul>
</details>`;
}
