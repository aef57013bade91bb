//! A group in two parts: what only this leaf has, and the public ratchet tree, which all members have alike and which
//! is nineteen twentieths of the whole (protocol.md section 7.2).
//!
//! The tree is in the form of RFC 9420 section 12.4.3.3, so that every build of every member writes the same bytes. The
//! private part names it by its hash. Byte strings that the tree has already, such as the public halves of the own
//! path, and those that the private part has twice are written as places in one of the two.

use openmls::{
    prelude::tls_codec::{DeserializeBytes, Serialize},
    treesync::{RatchetTree, RatchetTreeIn},
};
use openmls_memory_storage::MemoryStorage;
use serde_json::{Value, json};
use wire::{Hash, limits};
use zeroize::Zeroizing;

use super::packed::{Values, as_bytes, pack, storage, unpack, values};

/// Bytes in front of a private part: whose it is, and the hash of the tree.
pub(super) const HEAD: usize = 48;

/// What OpenMLS's memory storage puts before the keys of tree and GroupContext.
const TREE: &[u8] = b"Tree";
const CONTEXT: &[u8] = b"GroupContext";
/// Under no key of OpenMLS's, all of which begin with a label: the strings that stand in the private part once.
const OWN: &[u8] = b"";
/// Byte strings as long as this are worth a place: shorter than any key of X-Wing, longer than any secret.
const LONG: usize = 64;
/// Names of the two kinds of places. No field of OpenMLS's can have such a name.
const IN_TREE: &str = "@tree";
const IN_OWN: &str = "@own";

/// The tree as it is sent. None never happens: every tree has a form.
pub(super) fn write_tree(tree: &RatchetTree) -> Option<Vec<u8>> {
    tree.tls_serialize_detached().ok()
}

/// The private part of what is stored, beside this tree.
pub(super) fn split(owner: &[u8; HEAD], stored: &MemoryStorage, tree: &[u8]) -> Vec<u8> {
    let mut private = values(stored, |key| !key.starts_with(TREE));
    let own = shorten(&mut private, tree);
    private.insert(OWN.to_vec(), Value::from(own.as_slice()));
    let values = stored.values.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(key) = values.keys().find(|key| key.starts_with(TREE)) {
        private.insert(key.clone(), Value::Null);
    }
    let head: [u8; HEAD + 32] = crate::join(owner, Hash::of(tree).as_bytes());
    pack(&head, private)
}

/// Both parts together again. None when the private part is damaged or was written beside another tree.
pub(super) fn unite(private: &[u8], tree: &[u8]) -> Option<([u8; HEAD], MemoryStorage)> {
    let (owner, hash, values) = read(private)?;
    if Hash::of(tree) != hash {
        return None;
    }
    Some((owner, fill(values, Some(tree))?))
}

/// The private part alone, with an empty tree: enough to export secrets, and for nothing else.
pub(super) fn alone(private: &[u8]) -> Option<([u8; HEAD], MemoryStorage)> {
    let (owner, _, values) = read(private)?;
    Some((owner, fill(values, None)?))
}

fn read(private: &[u8]) -> Option<([u8; HEAD], Hash, Values)> {
    let (head, values) = unpack::<{ HEAD + 32 }>(private)?;
    let (owner, hash) = head.split_first_chunk::<HEAD>()?;
    Some((*owner, Hash(hash.try_into().ok()?), values))
}

fn fill(mut values: Values, tree: Option<&[u8]>) -> Option<MemoryStorage> {
    let own = Zeroizing::new(as_bytes(values.remove(OWN)?.as_array()?)?);
    let nodes = match tree {
        Some(tree) => serde_json::to_value(RatchetTreeIn::tls_deserialize_exact_bytes(tree).ok()?).ok()?,
        None => json!([]),
    };
    // What MLS itself holds the tree's hash to be stands in its GroupContext.
    let context = values.iter().find(|(key, _)| key.starts_with(CONTEXT))?.1;
    let tree_hash = context.get("tree_hash")?.get("vec")?.clone();
    *values.iter_mut().find(|(key, _)| key.starts_with(TREE))?.1 = tree_sync(nodes, &tree_hash)?;
    for (_, value) in values.iter_mut().filter(|(key, _)| !key.starts_with(TREE)) {
        lengthen(value, tree, &own)?;
    }
    storage(&values)
}

/// OpenMLS's own form of a tree: leaves and parents apart, filled up to a full tree.
fn tree_sync(nodes: Value, tree_hash: &Value) -> Option<Value> {
    let Value::Array(nodes) = nodes else { return None };
    let full = nodes.len().div_ceil(2).next_power_of_two();
    let (mut leaves, mut parents) = (Vec::new(), Vec::new());
    for (index, node) in nodes.into_iter().enumerate() {
        let (list, kind) = if index % 2 == 0 { (&mut leaves, "LeafNode") } else { (&mut parents, "ParentNode") };
        list.push(json!({ "node": if node.is_null() { node } else { node.get(kind)?.clone() } }));
    }
    leaves.resize(full, json!({ "node": null }));
    parents.resize(full - 1, json!({ "node": null }));
    let blank = json!({ "node": null });
    let tree = json!({
        "leaf_nodes": leaves, "parent_nodes": parents, "default_leaf": blank, "default_parent": blank,
    });
    Some(json!({ "tree": tree, "tree_hash": tree_hash }))
}

/// Replaces long byte strings by places, and gives those that are not in the tree.
fn shorten(values: &mut Values, tree: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut found = Vec::new();
    for value in values.values() {
        collect(value, &mut found);
    }
    // A longer one may hold a shorter one. The order of equal lengths is that of their bytes, whatever stood first.
    found.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let mut own = Zeroizing::new(Vec::new());
    for bytes in &found {
        if place(tree, bytes).is_none() && place(&own, bytes).is_none() {
            own.extend_from_slice(bytes);
        }
    }
    for value in values.values_mut() {
        replace(value, tree, &own);
    }
    own
}

fn collect(value: &Value, found: &mut Vec<Vec<u8>>) {
    if let Some(bytes) = long(value) {
        return found.push(bytes);
    }
    match value {
        Value::Array(items) => {
            for item in items {
                collect(item, found);
            }
        }
        Value::Object(fields) => {
            for field in fields.values() {
                collect(field, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn replace(value: &mut Value, tree: &[u8], own: &[u8]) {
    if let Some(bytes) = long(value) {
        let found = place(tree, &bytes).map(|at| (IN_TREE, at)).or_else(|| Some((IN_OWN, place(own, &bytes)?)));
        if let Some((kind, at)) = found {
            *value = json!({ kind: [at, bytes.len()] });
        }
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                replace(item, tree, own);
            }
        }
        Value::Object(fields) => {
            for field in fields.values_mut() {
                replace(field, tree, own);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Puts the byte strings back. Without a tree, its own are zeros.
fn lengthen(value: &mut Value, tree: Option<&[u8]>, own: &[u8]) -> Option<()> {
    match value {
        Value::Array(items) => return items.iter_mut().try_for_each(|item| lengthen(item, tree, own)),
        Value::Object(fields) => {
            let piece = match fields.iter().next() {
                Some((kind, at)) if kind == IN_TREE => Some(match tree {
                    Some(tree) => Value::from(piece(tree, at)?),
                    None => Value::from(vec![0; usize::try_from(at.get(1)?.as_u64()?).ok()?.min(limits::SNAPSHOT)]),
                }),
                Some((kind, at)) if kind == IN_OWN => Some(Value::from(piece(own, at)?)),
                _ => None,
            };
            let Some(piece) = piece else {
                return fields.values_mut().try_for_each(|field| lengthen(field, tree, own));
            };
            *value = piece;
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Some(())
}

fn long(value: &Value) -> Option<Vec<u8>> {
    as_bytes(value.as_array().filter(|items| items.len() >= LONG)?)
}

fn place(haystack: &[u8], bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, bytes)
}

fn piece<'a>(from: &'a [u8], at: &Value) -> Option<&'a [u8]> {
    let [at, len] = [at.get(0)?.as_u64()?, at.get(1)?.as_u64()?].map(usize::try_from);
    let at = at.ok()?;
    from.get(at..at.checked_add(len.ok()?)?)
}
