/**
 * What this browser keeps of reminders, in a database of its own: the service worker reads it when a push comes, without the
 * engine and its keys. Times only, no circle. `sw.ts` knows the same names.
 */
import type { Wake } from "$lib/engine/types";

export const DATABASE = "stayhere-reminders";
export const STORE = "kept";
export const KEY = "reminders";

export interface Kept {
  /** Of this browser at its push service. */
  address: string;
  /** What a reminder says, in the person's language. */
  title: string;
  body: string;
  wakes: Wake[];
  /** The moments (`Wake.at`) that were shown already. */
  shown: number[];
}

export async function readKept(): Promise<Kept | undefined> {
  return (await act("readonly", (store) => store.get(KEY))) as Kept | undefined;
}

export async function writeKept(kept: Kept): Promise<void> {
  await act("readwrite", (store) => store.put(kept, KEY));
}

/** Leaves nothing, not even an empty database. */
export function forgetKept(): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

async function act(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
  });
}
