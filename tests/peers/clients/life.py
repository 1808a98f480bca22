"""The life of a connection, as Auth0's client for Python has it: version 6, or 4, which knows neither keys nor SCIM and enables
applications by `enabled_clients`. Trust in the tenant's authority comes from SSL_CERT_FILE and REQUESTS_CA_BUNDLE.

    python life.py 6|4

DOMAIN, CLIENT_ID and CLIENT_SECRET are of the environment. Prints what it saw, as JSON.
"""

import json
import os
import sys

domain, client_id, client_secret, application = (
    os.environ[name] for name in ("DOMAIN", "CLIENT_ID", "CLIENT_SECRET", "APPLICATION")
)
body = json.loads(os.environ["CONNECTION"])
changed = {**body["options"], "scope": "openid profile"}
keyed = {**body["options"], "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "RS256"}


def missing(call, error):
    try:
        call()
    except error as refused:
        return refused.status_code
    return "there"


def six():
    from auth0.management import ManagementClient
    from auth0.management.core.api_error import ApiError

    connections = ManagementClient(domain=domain, client_id=client_id, client_secret=client_secret).connections
    plain = lambda model: json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))
    id = connections.create(**body).id
    seen = {
        "id": id,
        "listed": [connection.id for connection in connections.list(strategy=["oidc"])],
        "read": plain(connections.get(id)),
        "updated": plain(connections.update(id, options=changed)),
    }
    connections.clients.update(id, request=[{"client_id": application, "status": True}])
    seen["enabled"] = [client.client_id for client in connections.clients.get(id)]
    seen["scim"] = plain(connections.scim_configuration.create(id))
    seen["scimRead"] = plain(connections.scim_configuration.get(id))
    connections.update(id, options=keyed)
    seen["keys"] = [plain(key) for key in connections.keys.get(id)]
    seen["rotated"] = plain(connections.keys.rotate(id))
    seen["online"] = missing(lambda: connections.check_status(id), ApiError)
    connections.delete(id)
    return {**seen, "gone": missing(lambda: connections.get(id), ApiError)}


def four():
    from auth0.authentication import GetToken
    from auth0.exceptions import Auth0Error
    from auth0.management import Auth0

    audience = f"https://{domain}/api/v2/"
    token = GetToken(domain, client_id, client_secret=client_secret).client_credentials(audience)["access_token"]
    connections = Auth0(domain, token).connections
    id = connections.create(body)["id"]
    seen = {
        "id": id,
        "listed": [connection["id"] for connection in connections.all(strategy="oidc")],
        "read": connections.get(id),
        "updated": connections.update(id, {"options": changed, "enabled_clients": [application]}),
        "enabled": [client["client_id"] for client in connections.client.get(f"{connections._url(id)}/clients")["clients"]],
    }
    connections.delete(id)
    return {**seen, "gone": missing(lambda: connections.get(id), Auth0Error)}


print(json.dumps({"6": six, "4": four}[sys.argv[1]]()))
