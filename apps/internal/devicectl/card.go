package devicectl

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// card is what a probe shows of a card: whoever runs it has laid it down and means to see it.
type card struct {
	Layout   hardware.CardLayout `json:"layout"`
	Name     string              `json:"name"`
	Latin    string              `json:"latin_name,omitempty"`
	Sex      hardware.CardSex    `json:"sex"`
	Nation   string              `json:"ethnicity,omitempty"`
	Country  string              `json:"nationality,omitempty"`
	Birth    string              `json:"birth"`
	Address  string              `json:"address,omitempty"`
	Later    []string            `json:"new_addresses,omitempty"`
	Number   string              `json:"number"`
	Check    string              `json:"number_check"`
	Issuer   string              `json:"issuer,omitempty"`
	From     string              `json:"from"`
	Until    string              `json:"until"`
	Pass     string              `json:"pass_number,omitempty"`
	Issues   string              `json:"issues,omitempty"`
	Version  string              `json:"version,omitempty"`
	FromLink string              `json:"old_link,omitempty"`
}

func readOnce(ctx context.Context, d hardware.IDReader, r *Report) error {
	r.Did = "read"
	c, err := d.Read(ctx)
	if err != nil {
		return err
	}
	r.Result = card{c.Layout, c.Name, c.LatinName, c.Sex, c.Ethnicity, c.Nationality, c.Birth, c.Address, c.NewAddresses, string(c.Number),
		string(c.Check), c.Issuer, c.From, c.Until, string(c.PassNumber), c.Issues, c.Version, c.OldLink}
	return nil
}
