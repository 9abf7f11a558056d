// Package call is what every client of the house shares: whom it trusts, and to whom it sends a token or a password.
//
//	rest := resty.NewWithClient(call.Client(call.Transport(pin)))
//
// A server of ours is trusted by the fingerprint of its certificate, which it prints when it starts and which the
// settings hold as a pin. Without a pin the system's authorities decide. Plain HTTP is spoken on loopback alone:
// elsewhere a request fails before anything is sent.
//
// # Troubleshooting
//
//   - "plain HTTP only on this PC": write https:// into the settings, and the pin that the server prints (node pin, center pin, or its log).
//   - "the server's certificate is its own": the pin is missing in the settings.
//   - "not the server this program was told to trust": the server has made itself a new certificate (its .pem file was not kept with its
//     data), or somebody stands between. Ask at the server for its pin before the settings are changed.
package call
