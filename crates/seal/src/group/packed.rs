//! The stored form of what OpenMLS keeps: MessagePack with byte strings, about a third of the JSON that its memory
//! storage holds (protocol.md section 7.1).
//!
//! Every value is JSON; an array of numbers from 0 to 255 becomes a byte string, and back. OpenMLS's memory storage
//! panics on values that it did not write, so a version and a hash stand in front and are checked first.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{PoisonError, RwLock},
};

use openmls_memory_storage::MemoryStorage;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::{Number, Value};
use wire::Hash;

/// Deepest nesting that is read back. OpenMLS's own is below 30.
const DEPTH: usize = 64;

/// Version of the stored form, and with it of OpenMLS's own: a new one there is a new number here.
const VERSION: u8 = 2;

/// What OpenMLS has stored, by its keys.
pub(super) type Values = BTreeMap<Vec<u8>, Value>;

/// Reads the storage where `wanted` says so of a key.
pub(super) fn values(storage: &MemoryStorage, wanted: impl Fn(&[u8]) -> bool) -> Values {
    let values = storage.values.read().unwrap_or_else(PoisonError::into_inner);
    let wanted = values.iter().filter(|(key, _)| wanted(key));
    wanted.filter_map(|(key, value)| Some((key.clone(), serde_json::from_slice(value).ok()?))).collect()
}

/// A storage of these values.
pub(super) fn storage(values: &Values) -> Option<MemoryStorage> {
    let written = values.iter().map(|(key, value)| Some((key.clone(), serde_json::to_vec(value).ok()?)));
    Some(MemoryStorage { values: RwLock::new(written.collect::<Option<HashMap<_, _>>>()?) })
}

/// The stored form: version, `head`, hash of the rest, a map in order of its keys.
pub(super) fn pack(head: &[u8], values: Values) -> Vec<u8> {
    let packed: BTreeMap<Bytes, Packed> = values.into_iter().map(|(key, value)| (Bytes(key), Packed(value))).collect();
    // Writing to a Vec fails only for a length that is not known beforehand, and a map knows its own.
    let body = zeroize::Zeroizing::new(rmp_serde::to_vec(&packed).unwrap_or_default());
    [&[VERSION], head, Hash::of(&body).as_bytes(), &body].concat()
}

/// Reads the stored form with a head of `N` bytes. Damaged bytes give nothing.
pub(super) fn unpack<const N: usize>(stored: &[u8]) -> Option<([u8; N], Values)> {
    let (head, rest) = stored.strip_prefix(&[VERSION])?.split_first_chunk::<N>()?;
    let (hash, body) = rest.split_first_chunk::<32>()?;
    if Hash::of(body).0 != *hash {
        return None;
    }
    let mut reader = rmp_serde::Deserializer::from_read_ref(body);
    reader.set_max_depth(DEPTH);
    let packed = BTreeMap::<Bytes, Packed>::deserialize(&mut reader).ok()?;
    Some((*head, packed.into_iter().map(|(key, value)| (key.0, value.0)).collect()))
}

/// An array that is a byte string.
pub(super) fn as_bytes(items: &[Value]) -> Option<Vec<u8>> {
    items.iter().map(|item| item.as_u64().and_then(|number| u8::try_from(number).ok())).collect()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Bytes(Vec<u8>);

struct Packed(Value);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        d.deserialize_bytes(Reader)
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        write_value(&self.0, s)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ValueReader).map(Self)
    }
}

struct Borrowed<'a>(&'a Value);

impl Serialize for Borrowed<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        write_value(self.0, s)
    }
}

fn write_value<S: Serializer>(value: &Value, s: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Array(items) => {
            if let Some(bytes) = as_bytes(items) {
                return s.serialize_bytes(&bytes);
            }
            let mut seq = s.serialize_seq(Some(items.len()))?;
            for item in items {
                seq.serialize_element(&Borrowed(item))?;
            }
            seq.end()
        }
        Value::Object(fields) => {
            let mut map = s.serialize_map(Some(fields.len()))?;
            for (name, field) in fields {
                map.serialize_entry(name, &Borrowed(field))?;
            }
            map.end()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.serialize(s),
    }
}

struct ValueReader;

impl<'de> Visitor<'de> for ValueReader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::from(bytes))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Packed>()? {
            items.push(item.0);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some((name, field)) = map.next_entry::<String, Packed>()? {
            fields.insert(name, field.0);
        }
        Ok(Value::Object(fields))
    }
}
