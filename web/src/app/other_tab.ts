/**
 * An invitation opened in a new tab belongs to the tab in which the person has already signed in. The secret goes
 * from tab to tab inside the browser, and nowhere else.
 */
type Message = { kind: "invitation"; secret: string } | { kind: "taken"; secret: string };

const CHANNEL = "stayhere-tabs";

/** Offers the secret to the other tabs; `ontaken` when one of them has taken it. */
export function offerInvitation(secret: string, ontaken: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event: MessageEvent<Message>) => {
    if (event.data.kind === "taken" && event.data.secret === secret) ontaken();
  };
  channel.postMessage({ kind: "invitation", secret } satisfies Message);
  return () => channel.close();
}

/** Listens for invitations of other tabs; `take` says whether this tab can do something with it. */
export function takeInvitations(take: (secret: string) => boolean): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event: MessageEvent<Message>) => {
    const message = event.data;
    if (message.kind === "invitation" && take(message.secret)) {
      channel.postMessage({ kind: "taken", secret: message.secret } satisfies Message);
    }
  };
  return () => channel.close();
}
