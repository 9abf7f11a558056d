// Package desk speaks to a center for the management app: sign in, then outlets, visits, figures and the live state of
// halls.
//
//	c := desk.New("https://center:7400", pin)
//	session, err := c.SignIn(ctx, "wang", password)
//	halls, err := c.Outlets(ctx)
//
// Refusals are hall.Errors with the center's code; Unavailable means that nobody answered. Shapes are those of packages
// api and report.
package desk
