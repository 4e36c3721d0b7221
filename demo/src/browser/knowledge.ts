import './site.ts';

/** The knowledge page: sends a file that is chosen, and says why one was not taken. */

const input = document.querySelector<HTMLInputElement>('[data-upload]');
const fault = document.querySelector<HTMLElement>('[data-fault]');

input?.addEventListener('change', async () => {
  const file = input.files?.[0];
  if (!file) return;
  input.disabled = true;
  const refusal = await send(file);
  if (!refusal) return location.reload();
  input.disabled = false;
  input.value = '';
  show(refusal);
});

interface Refusal {
  readonly code: string;
  readonly detail: string;
}

async function send(file: File): Promise<Refusal | undefined> {
  const headers = { 'content-type': 'application/pdf' };
  const request = fetch(`/api/files?${new URLSearchParams({ name: file.name })}`, {
    method: 'POST',
    headers,
    body: file,
  });
  const response = await request.catch(() => undefined);
  if (!response) return { code: 'connection_failed', detail: 'The connection was lost. Try again.' };
  if (response.ok) return undefined;
  return (await response.json()) as Refusal;
}

function show({ code, detail }: Refusal): void {
  const text = fault?.querySelector('[data-fault-text]');
  const upgrade = fault?.querySelector<HTMLElement>('[data-fault-upgrade]');
  if (!fault || !text || !upgrade) return;
  text.textContent = detail;
  upgrade.hidden = code !== 'plan_limit';
  fault.hidden = false;
}
