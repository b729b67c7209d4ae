# A relying party with omniauth_openid_connect, its options in the shape in which Mastodon sets them.
require 'json'
require 'omniauth'
require 'omniauth_openid_connect'
require 'rack'
require 'rack/protection'
require 'rack/handler/webrick'

origin = ENV.fetch('RP_ORIGIN')
OmniAuth.config.path_prefix = '/auth/auth'
OmniAuth.config.logger = Logger.new($stdout)
OmniAuth.config.failure_raise_out_environments = []

account = lambda do |env|
  auth = env.fetch('omniauth.auth')
  [200, { 'Content-Type' => 'application/json' },
   [JSON.generate(uid: auth.uid, info: auth.info, claims: auth.extra.raw_info, scope: auth.credentials.scope)]]
end

welcome = lambda do |env|
  token = Rack::Protection::AuthenticityToken.token(env.fetch('rack.session'))
  [200, { 'Content-Type' => 'text/html' }, [<<~HTML]]
    <form method="post" action="/auth/auth/openid_connect">
      <input type="hidden" name="authenticity_token" value="#{token}">
      <button id="start">Sign in</button>
    </form>
  HTML
end

pages = lambda do |env|
  case env.fetch('PATH_INFO')
  when '/' then welcome.call(env)
  when '/auth/auth/openid_connect/callback' then account.call(env)
  when '/auth/auth/failure' then [401, { 'Content-Type' => 'text/plain' }, [env.fetch('QUERY_STRING')]]
  else [404, { 'Content-Type' => 'text/plain' }, ["nothing here\n"]]
  end
end

application = Rack::Builder.new do
  use Rack::Session::Cookie, key: 'rp.session', secret: 'a secret for the cookies of a test, long enough to be taken'
  use OmniAuth::Builder do
    provider :openid_connect,
             issuer: ENV.fetch('OIDC_ISSUER'),
             discovery: true,
             client_auth_method: 'basic',
             scope: ENV.fetch('OIDC_SCOPE', 'openid,profile,email').split(',').map(&:to_sym),
             response_type: :code,
             send_nonce: true,
             send_scope_to_token_endpoint: true,
             uid_field: ENV.fetch('OIDC_UID_FIELD'),
             post_logout_redirect_uri: ENV.fetch('OIDC_IDP_LOGOUT_REDIRECT_URI', "#{origin}/"),
             client_options: {
               identifier: ENV.fetch('OIDC_CLIENT_ID'),
               secret: ENV.fetch('OIDC_CLIENT_SECRET'),
               redirect_uri: ENV.fetch('OIDC_REDIRECT_URI', "#{origin}/auth/auth/openid_connect/callback")
             }
  end
  run pages
end

$stdout.sync = true
address = URI(origin)
Rack::Handler::WEBrick.run(application, Host: address.host, Port: address.port)
