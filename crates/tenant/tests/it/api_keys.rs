//! `/api/v2/connections/{id}/keys`, and the key set that a provider reads.

use aws_lc_rs::{
    digest::{SHA1_FOR_LEGACY_USE_ONLY, digest},
    signature,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use cms::{
    cert::{
        CertificateChoices,
        x509::{
            Certificate,
            der::{Decode, Encode},
        },
    },
    content_info::ContentInfo,
    signed_data::SignedData,
};
use serde_json::{Value, json};

use crate::api_scene::{Answer, Scene, create, explicit_options, path_of};

/// The members of a key before those that say its state, in the order recorded.
const MEMBERS: [&str; 8] = ["kid", "algorithm", "key_use", "subject_dn", "cert", "fingerprint", "thumbprint", "pkcs"];

#[tokio::test]
async fn a_connection_with_private_key_jwt_begins_with_two_keys() {
    let scene = Scene::start().await;
    let before = Utc::now() - TimeDelta::milliseconds(1);
    let connection = scene.created(&create("acme", options("RS256"))).await;
    let keys = keys(&scene, &connection).await;
    let [current, next] = &keys[..] else { panic!("{keys:?}") };
    assert_eq!(members(current), [MEMBERS.as_slice(), &["current", "current_since"]].concat());
    assert_eq!(members(next), [MEMBERS.as_slice(), &["next"]].concat());
    assert!((before..=Utc::now()).contains(&instant(&current["current_since"])), "{current}");
    assert_ne!(current["kid"], next["kid"]);
    for key in [current, next] {
        assert_eq!(key["algorithm"], "RS256");
        assert_eq!(key["key_use"], "signing");
        assert_eq!(key["subject_dn"], "/CN=acme");
    }
}

#[tokio::test]
async fn a_change_to_private_key_jwt_makes_keys_once() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let path = path_of(&connection);
    let none = scene.get(&format!("{path}/keys")).await;
    none.assert_error(400, "operation_not_supported", "The connection acme has no keys");
    scene.change_options(&connection, &options("ES256")).await;
    let made = keys(&scene, &connection).await;
    assert_eq!(made.iter().map(|key| &key["algorithm"]).collect::<Vec<_>>(), ["ES256", "ES256"]);
    scene.change_options(&connection, &explicit_options()).await;
    scene.change_options(&connection, &options("ES256")).await;
    assert_eq!(keys(&scene, &connection).await, made, "another write leaves the keys alone");
    scene.change_options(&connection, &options("ES384")).await;
    let other = keys(&scene, &connection).await;
    assert_eq!(other.iter().map(|key| &key["algorithm"]).collect::<Vec<_>>(), ["ES384", "ES384"]);
    assert_eq!(published(&scene, "acme").await, kids(&other), "keys for another algorithm are others");
}

#[tokio::test]
async fn a_change_that_is_refused_makes_no_keys() {
    let scene = Scene::start().await;
    let (connection, _) = (scene.connection("acme").await, scene.connection("other").await);
    let change = json!({ "options": options("ES256"), "realms": ["other"] });
    scene.patch(&path_of(&connection), &change).await.assert_error(409, "connection_conflict", "The realm other");
    assert_eq!(scene.get(&format!("{}/keys", path_of(&connection))).await.status, 400);
}

#[tokio::test]
async fn keys_are_made_before_they_are_used() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let path = format!("{}/keys", path_of(&connection));
    let created = scene.post(&path, &json!({ "signing_alg": "ES384" })).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let made = keys(&scene, &connection).await;
    assert_eq!(created.body, Value::from(made.clone()));
    assert_eq!(made.iter().map(|key| &key["algorithm"]).collect::<Vec<_>>(), ["ES384", "ES384"]);
    scene.post(&path, &json!({})).await.assert_error(
        409,
        "connection_conflict",
        "The connection acme has keys already",
    );
    scene.change_options(&connection, &options("ES384")).await;
    assert_eq!(keys(&scene, &connection).await, made, "the switch takes the keys that are there");
}

#[tokio::test]
async fn without_a_body_keys_are_for_the_algorithm_of_the_options() {
    let scene = Scene::start().await;
    for (name, body) in [("empty", None), ("null", Some(Value::Null))] {
        let mut explicit = explicit_options();
        explicit["token_endpoint_auth_signing_alg"] = "PS256".into();
        let connection = scene.created(&create(name, explicit)).await;
        let path = format!("{}/keys", path_of(&connection));
        let token = scene.with_scopes("create:connections_keys").await.token;
        let made = scene
            .send(reqwest::Method::POST, &path, |request| {
                let request = request.bearer_auth(&token);
                if let Some(body) = &body { request.json(body) } else { request }
            })
            .await;
        assert_eq!((made.status, &made.body[0]["algorithm"]), (201, &"PS256".into()), "{name}: {}", made.text);
    }
}

#[tokio::test]
async fn a_rotation_makes_the_next_key_current_and_the_old_one_stops_at_once() {
    let scene = Scene::start().await;
    let connection = scene.created(&create("acme", options("ES256"))).await;
    let first = keys(&scene, &connection).await;
    let rotated = rotate(&scene, &connection, &json!({ "signing_alg": "ES384" })).await;
    assert_eq!(rotated.status, 201, "{}", rotated.text);
    assert_eq!(members(&rotated.body), [MEMBERS.as_slice(), &["next"]].concat());
    assert_eq!(rotated.body["algorithm"], "ES384");
    let second = keys(&scene, &connection).await;
    assert_eq!(states(&second), ["current", "previous", "next"]);
    assert_eq!(kids(&second), [kid(&first[1]), kid(&first[0]), kid(&rotated.body)]);
    assert!(instant(&second[0]["current_since"]) > instant(&first[0]["current_since"]));
    assert_eq!(second[0]["cert"], first[1]["cert"]);
    assert_eq!(published(&scene, "acme").await, [kid(&first[1]), kid(&rotated.body)]);
    assert_eq!(signs(&scene, &connection).await, kid(&first[1]));
    let again = rotate(&scene, &connection, &json!({})).await.body;
    let third = keys(&scene, &connection).await;
    assert_eq!(kids(&third), [kid(&rotated.body), kid(&first[1]), kid(&again)], "one previous key is kept");
}

#[tokio::test]
async fn keys_that_are_not_used_are_not_rotated() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let path = format!("{}/keys", path_of(&connection));
    scene.post(&path, &json!({ "signing_alg": "ES256" })).await;
    let before = keys(&scene, &connection).await;
    let refused = rotate(&scene, &connection, &json!({})).await;
    refused.assert_error(
        400,
        "operation_not_supported",
        "set options.token_endpoint_auth_method to private_key_jwt first",
    );
    assert_eq!(keys(&scene, &connection).await, before);
}

#[tokio::test]
async fn what_is_not_as_published_is_refused() {
    let scene = Scene::start().await;
    let path = format!("{}/keys", path_of(&scene.connection("acme").await));
    for (body, message) in [
        (json!({ "signing_alg": "HS256" }), "No enum match for: HS256"),
        (json!({ "signing_alg": null }), "Expected type string but found type null"),
        (json!({ "kid": "mine" }), "Additional properties not allowed: kid"),
        (json!([]), "Expected type object but found type array"),
    ] {
        scene.post(&path, &body).await.assert_error(400, "invalid_body", message);
        scene.post(&format!("{path}/rotate"), &body).await.assert_error(400, "invalid_body", message);
    }
    let gone = "connections/con_0000000000000000/keys";
    scene.get(gone).await.assert_error(404, "inexistent_connection", "The connection does not exist");
    for path in [gone.to_owned(), format!("{gone}/rotate")] {
        scene.post(&path, &json!({})).await.assert_error(404, "inexistent_connection", "The connection does not exist");
    }
}

#[tokio::test]
async fn keys_go_with_their_connection() {
    let scene = Scene::start().await;
    let connection = scene.created(&create("acme", options("ES256"))).await;
    let before = kids(&keys(&scene, &connection).await);
    scene.delete(&path_of(&connection)).await;
    assert_eq!(key_set(&scene, "acme").await.status, 404);
    let again = scene.created(&create("acme", options("ES256"))).await;
    assert!(kids(&keys(&scene, &again).await).iter().all(|kid| !before.contains(kid)));
}

#[tokio::test]
async fn everybody_may_read_the_public_keys_of_a_connection() {
    let scene = Scene::start().await;
    for algorithm in ["RS256", "ES256", "ES384"] {
        let connection = scene.created(&create(algorithm, options(algorithm))).await;
        let answer = key_set(&scene, algorithm).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let set = answer.body["keys"].as_array().expect("keys");
        assert_eq!(kids(set), kids(&keys(&scene, &connection).await));
        for key in set {
            assert_eq!((&key["use"], &key["alg"]), (&"sig".into(), &algorithm.into()));
            for private in ["d", "p", "q", "dp", "dq", "qi"] {
                assert_eq!(key.get(private), None, "{private}");
            }
        }
    }
    scene.connection("without").await;
    assert_eq!(key_set(&scene, "without").await.body, json!({ "keys": [] }));
    key_set(&scene, "nobody").await.assert_error(404, "inexistent_connection", "The connection does not exist");
}

/// Read and verified by code of other makers.
#[tokio::test]
async fn the_certificate_is_of_the_public_key_for_a_year() {
    let scene = Scene::start().await;
    for (algorithm, part, verification) in [
        ("RS512", "n", &signature::RSA_PKCS1_2048_8192_SHA256 as &'static dyn signature::VerificationAlgorithm),
        ("PS256", "n", &signature::RSA_PKCS1_2048_8192_SHA256),
        ("ES256", "x", &signature::ECDSA_P256_SHA256_ASN1),
        ("ES384", "x", &signature::ECDSA_P384_SHA384_ASN1),
    ] {
        let connection = scene.created(&create(algorithm, options(algorithm))).await;
        let keys = keys(&scene, &connection).await;
        let key = &keys[0];
        let cert = key["cert"].as_str().expect("PEM");
        assert!(cert.starts_with("-----BEGIN CERTIFICATE-----\r\n") && cert.ends_with("-----END CERTIFICATE-----\r\n"));
        let der = pem::parse(cert).expect("PEM").into_contents();
        let certificate = Certificate::from_der(&der).expect("a certificate");
        let tbs = &certificate.tbs_certificate;
        assert_eq!(tbs.subject.to_string(), format!("CN={algorithm}"));
        assert_eq!(tbs.issuer, tbs.subject);
        let validity = |time: cms::cert::x509::time::Time| DateTime::<Utc>::UNIX_EPOCH + time.to_unix_duration();
        let (from, to) = (validity(tbs.validity.not_before), validity(tbs.validity.not_after));
        assert!(from <= Utc::now() && Utc::now() - from < TimeDelta::days(1), "{from}");
        assert!((365..=366).contains(&(to - from).num_days()), "{from} to {to}");
        let public = tbs.subject_public_key_info.subject_public_key.raw_bytes();
        let signed = tbs.to_der().expect("DER");
        let made = certificate.signature.raw_bytes();
        signature::UnparsedPublicKey::new(verification, public).verify(&signed, made).expect("self-signed");
        let set = key_set(&scene, algorithm).await.body;
        let published = set["keys"].as_array().expect("keys").iter().find(|other| other["kid"] == key["kid"]);
        let number = published.expect("the key")[part].as_str().expect("a number");
        let number = URL_SAFE_NO_PAD.decode(number).expect("base64url");
        assert!(public.windows(number.len()).any(|window| window == number), "{algorithm}");

        let sha1: Vec<String> =
            digest(&SHA1_FOR_LEGACY_USE_ONLY, &der).as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
        assert_eq!((&key["fingerprint"], &key["thumbprint"]), (&sha1.join(":").into(), &sha1.concat().into()));
        let pkcs7 = pem::parse(key["pkcs"].as_str().expect("PEM")).expect("PEM");
        assert_eq!(pkcs7.tag(), "PKCS7");
        let message = ContentInfo::from_der(pkcs7.contents()).expect("PKCS #7");
        let message: SignedData = message.content.decode_as().expect("SignedData");
        let carried: Vec<CertificateChoices> = message.certificates.expect("certificates").0.into_vec();
        assert_eq!(carried, [CertificateChoices::Certificate(certificate)]);
    }
}

/// Options that sign in by a key.
fn options(algorithm: &str) -> Value {
    let mut options = explicit_options();
    options["token_endpoint_auth_method"] = "private_key_jwt".into();
    options["token_endpoint_auth_signing_alg"] = algorithm.into();
    options
}

async fn keys(scene: &Scene, connection: &Value) -> Vec<Value> {
    let answer = scene.get(&format!("{}/keys", path_of(connection))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body.as_array().expect("keys").clone()
}

async fn rotate(scene: &Scene, connection: &Value, body: &Value) -> Answer {
    scene.post(&format!("{}/keys/rotate", path_of(connection)), body).await
}

async fn key_set(scene: &Scene, name: &str) -> Answer {
    scene.public(&format!("/oauth/connection/{name}/.well-known/jwks.json")).await
}

/// The key IDs that a provider finds.
async fn published(scene: &Scene, name: &str) -> Vec<String> {
    kids(key_set(scene, name).await.body["keys"].as_array().expect("keys"))
}

/// The key ID of what a sign-in would sign with.
async fn signs(scene: &Scene, connection: &Value) -> String {
    let key = scene.tenant.client_key(connection["id"].as_str().expect("an ID")).await.expect("a database");
    key.expect("a key").kid().to_owned()
}

fn members(key: &Value) -> Vec<&str> {
    key.as_object().expect("a key").keys().map(String::as_str).collect()
}

fn states(keys: &[Value]) -> Vec<&'static str> {
    let state = |key: &Value| ["current", "next", "previous"].into_iter().find(|state| key[state] == true);
    keys.iter().map(|key| state(key).expect("a state")).collect()
}

fn kids(keys: &[Value]) -> Vec<String> {
    keys.iter().map(kid).collect()
}

fn kid(key: &Value) -> String {
    key["kid"].as_str().expect("a key ID").to_owned()
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("an instant").parse().expect("an instant")
}
