"""A relying party with Authlib's Starlette client, used the way RomM uses it: no PKCE, credentials as they are in the
Basic header, everything about the person from the ID token, sign-out with nothing but that token as a hint."""

import os
from urllib.parse import urlencode

import uvicorn
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route

origin = os.environ["RP_ORIGIN"]
issuer = os.environ["OIDC_ISSUER"]
ca_file = os.environ.get("OIDC_CA_FILE")

oauth = OAuth()
oauth.register(
    name="openid",
    client_id=os.environ["OIDC_CLIENT_ID"],
    client_secret=os.environ["OIDC_CLIENT_SECRET"],
    server_metadata_url=issuer.rstrip("/") + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email groups", **({"verify": ca_file} if ca_file else {})},
)
id_tokens = {}


async def welcome(request):
    return PlainTextResponse("signed out")


async def sign_in(request):
    return await oauth.openid.authorize_redirect(request, origin + "/api/oauth/openid")


async def callback(request):
    try:
        token = await oauth.openid.authorize_access_token(request)
    except OAuthError as error:
        return JSONResponse({"detail": error.error}, status_code=400)
    claims = token["userinfo"]
    metadata = await oauth.openid.load_server_metadata()
    promises_verification = "email_verified" in metadata.get("claims_supported", [])
    if claims.get("email_verified") is False or (promises_verification and claims.get("email_verified") is not True):
        return JSONResponse({"detail": "Email is not verified."}, status_code=400)
    id_tokens[claims["email"]] = token["id_token"]
    request.session["person"] = claims["email"]
    return JSONResponse({"person": claims["email"], "claims": dict(claims)})


async def sign_out(request):
    metadata = await oauth.openid.load_server_metadata()
    id_token = id_tokens.pop(request.session.pop("person"))
    return RedirectResponse(metadata["end_session_endpoint"] + "?" + urlencode({"id_token_hint": id_token}), 302)


application = Starlette(
    routes=[
        Route("/", welcome),
        Route("/api/login/openid", sign_in),
        Route("/api/oauth/openid", callback),
        Route("/api/logout", sign_out),
    ],
    middleware=[Middleware(SessionMiddleware, secret_key="a secret for the cookies of a test", same_site="lax")],
)

if __name__ == "__main__":
    host, port = origin.removeprefix("http://").split(":")
    uvicorn.run(application, host=host, port=int(port))
