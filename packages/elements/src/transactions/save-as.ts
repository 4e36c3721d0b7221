/** Saves a file in the reader's downloads. */
export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes the file up in a task of its own; a minute is ample even for a slow one.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
