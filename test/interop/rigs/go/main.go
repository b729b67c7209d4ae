// A relying party with go-oidc and x/oauth2, used the way GoToSocial uses them: discovery once, before anything is served, no nonce, no PKCE,
// everything about the person from the ID token.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Other types than these are an error, as they are there.
type claims struct {
	Sub               string   `json:"sub"`
	Email             string   `json:"email"`
	EmailVerified     bool     `json:"email_verified"`
	Groups            []string `json:"groups"`
	Name              string   `json:"name"`
	PreferredUsername string   `json:"preferred_username"`
}

func main() {
	origin := os.Getenv("RP_ORIGIN")
	provider, err := oidc.NewProvider(context.Background(), os.Getenv("OIDC_ISSUER"))
	if err != nil {
		log.Fatal(err)
	}
	client := oauth2.Config{
		ClientID:     os.Getenv("OIDC_CLIENT_ID"),
		ClientSecret: os.Getenv("OIDC_CLIENT_SECRET"),
		Endpoint:     provider.Endpoint(),
		RedirectURL:  origin + "/auth/callback",
		Scopes:       []string{"openid", "email", "profile", "groups"},
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: client.ClientID})
	states := map[string]bool{}

	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("ready")) })
	http.HandleFunc("/auth/sign_in", func(w http.ResponseWriter, r *http.Request) {
		bytes := make([]byte, 16)
		rand.Read(bytes)
		state := hex.EncodeToString(bytes)
		states[state] = true
		http.Redirect(w, r, client.AuthCodeURL(state), http.StatusSeeOther)
	})
	http.HandleFunc("/auth/callback", func(w http.ResponseWriter, r *http.Request) {
		fail := func(what string, err error) { http.Error(w, what+": "+err.Error(), http.StatusInternalServerError) }
		if state := r.URL.Query().Get("state"); !states[state] {
			http.Error(w, "state mismatch", http.StatusBadRequest)
			return
		}
		token, err := client.Exchange(r.Context(), r.URL.Query().Get("code"))
		if err != nil {
			fail("exchange", err)
			return
		}
		raw, ok := token.Extra("id_token").(string)
		if !ok {
			http.Error(w, "no id_token", http.StatusInternalServerError)
			return
		}
		idToken, err := verifier.Verify(r.Context(), raw)
		if err != nil {
			fail("verify", err)
			return
		}
		said := claims{}
		if err := idToken.Claims(&said); err != nil {
			fail("claims", err)
			return
		}
		w.Header().Set("content-type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{"issuer": idToken.Issuer, "claims": said})
	})
	log.Fatal(http.ListenAndServe(strings.TrimPrefix(origin, "http://"), nil))
}
