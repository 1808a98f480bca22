use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::fault::{
    Answer,
    Change::{Keys, OwnKeyPublished, Wire},
    Fault, Group,
    Wire::Instead,
    path::KEYS,
};

pub(super) const GROUP: Group = Group {
    title: "Key set",
    faults: &[
        Fault {
            name: "keys-missing",
            title: "No key set",
            description: "The address of the keys answers 404.",
            changes: &[Wire(KEYS, Instead(Answer::NOT_FOUND))],
        },
        Fault {
            name: "keys-are-html",
            title: "A web page in place of the keys",
            description: "The address of the keys answers with a page, as a firewall does.",
            changes: &[Wire(KEYS, Instead(Answer::HTML))],
        },
        Fault {
            name: "keys-empty",
            title: "Empty key set",
            description: "The key set holds no key: the provider has no signing key, or publishes none.",
            changes: &[Keys(Vec::clear)],
        },
        Fault {
            name: "keys-for-encryption",
            title: "Keys for encryption alone",
            description: "The only key says use: enc, so that it verifies no signature.",
            changes: &[Keys(|keys| each(keys, |key| key["use"] = json!("enc")))],
        },
        Fault {
            name: "keys-unknown-type",
            title: "Keys of an unknown type",
            description: "The only key is of a type that no library reads.",
            changes: &[Keys(|keys| each(keys, |key| key["kty"] = json!("AKP")))],
        },
        Fault {
            name: "keys-short-coordinate",
            title: "Coordinate without its leading zero",
            description: "The only key is for ES256, and its x has 31 octets where the curve needs 32.",
            changes: &[Keys(|keys| {
                let octets = |count: usize| URL_SAFE_NO_PAD.encode(vec![7; count]);
                *keys = vec![
                    json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "short", "x": octets(31), "y": octets(32) }),
                ];
            })],
        },
        Fault {
            name: "keys-without-kid",
            title: "Keys without kid",
            description: "ID tokens name their key, and the key set does not.",
            changes: &[Keys(|keys| {
                each(keys, |key| drop(key.as_object_mut().and_then(|key| key.remove("kid"))));
            })],
        },
        Fault {
            name: "keys-share-kid",
            title: "Two keys of one name",
            description: "Two keys have the same kid, and nothing tells which of them signed.",
            changes: &[Keys(|keys| keys.extend(keys.clone().into_iter().map(other_modulus)))],
        },
        Fault {
            name: "keys-behind",
            title: "Key set behind the signatures",
            description: "The key that signs is not in the set, as when it comes from a cache after a rotation.",
            changes: &[OwnKeyPublished],
        },
        Fault {
            name: "keys-other-modulus",
            title: "Another key under the same name",
            description: "The key in the set has the name of the one that signs and other numbers.",
            changes: &[Keys(|keys| *keys = keys.drain(..).map(other_modulus).collect())],
        },
        Fault {
            name: "keys-too-short",
            title: "Key of 1024 bits",
            description: "The key in the set is too short to prove anything.",
            changes: &[Keys(|keys| each(keys, |key| key["n"] = json!(modulus(key, 128))))],
        },
        Fault {
            name: "keys-private",
            title: "Private key in the key set",
            description: "The key set shows everybody a private half, with which anybody can sign in as anybody.",
            changes: &[Keys(|keys| each(keys, |key| key["d"] = json!(URL_SAFE_NO_PAD.encode([7; 256]))))],
        },
    ],
};

fn each(keys: &mut [Value], change: fn(&mut Value)) {
    keys.iter_mut().for_each(change);
}

fn other_modulus(mut key: Value) -> Value {
    let mut octets = URL_SAFE_NO_PAD.decode(modulus(&key, usize::MAX)).unwrap_or_default();
    if let Some(octet) = octets.get_mut(7) {
        *octet ^= 0xff;
    }
    key["n"] = json!(URL_SAFE_NO_PAD.encode(octets));
    key
}

/// The first octets of it, in base64url.
fn modulus(key: &Value, octets: usize) -> String {
    let whole = URL_SAFE_NO_PAD.decode(key["n"].as_str().unwrap_or_default()).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(&whole[..whole.len().min(octets)])
}
