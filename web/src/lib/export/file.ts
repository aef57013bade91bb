/** A file made in the browser: it is offered as a download, and sent to nobody. */
export interface Download {
  name: string;
  href: string;
}

export function download(name: string, type: string, content: string): Download {
  return { name, href: URL.createObjectURL(new Blob([content], { type })) };
}

/** Lets the browser drop what the file held. */
export function drop(file: Download): void {
  URL.revokeObjectURL(file.href);
}
