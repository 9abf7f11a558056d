package center

import (
	"context"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/serve"
)

type eventsIn struct {
	Outlet   string `path:"outlet"`
	Encoding string `header:"Content-Encoding"`
	body     io.Reader
}

// Resolve implements huma.Resolver: the body is read by putEvents, as a stream.
func (in *eventsIn) Resolve(ctx huma.Context) []error {
	in.body = ctx.BodyReader()
	return nil
}

// putEvents takes a stretch of a hall's log.
func (c *Center) putEvents(ctx context.Context, in *eventsIn) (api.Accepted, error) {
	const op = "center.putEvents"
	outlet := hall.OutletID(in.Outlet)
	if caller(ctx).Name != in.Outlet {
		return api.Accepted{}, hall.E(op, hall.Denied, "the token is of another outlet")
	}
	done, err := c.intake.enter(ctx, outlet)
	if err != nil {
		return api.Accepted{}, hall.Wrap(op, err)
	}
	defer done()
	events, err := readBatch(in)
	if err != nil {
		return api.Accepted{}, err
	}
	at, stored, err := c.archive.Ingest(ctx, outlet, events)
	if c.clocks.heard(outlet, stored, err) {
		c.log.Warn("a hall's events are refused for their dates: its clock or this center's is wrong", "hall", outlet, "center", c.now().UTC(),
			"reason", hall.Told(err))
	}
	return api.Accepted{Cursor: at, Stored: stored}, hall.Wrap(op, err)
}

func readBatch(in *eventsIn) ([]hall.Event, error) {
	text, err := serve.Body(in.body, in.Encoding, api.MaxBatchBytes)
	if err != nil {
		return nil, err
	}
	return api.ReadBatch(transform.NewReader(text, encoding.UTF8Validator))
}

// describeBatch says in the description what putEvents reads from the body; the framework knows of none.
func describeBatch(d *huma.OpenAPI) {
	d.Paths[api.Outlets+"/{outlet}/events"].Post.RequestBody = &huma.RequestBody{
		Required: true,
		Description: "A stretch of the hall's log, in order and without holes; the bare list of events is taken too. " +
			"It may be packed: Content-Encoding gzip.",
		Content: map[string]*huma.MediaType{
			"application/json": {Schema: d.Components.Schemas.Schema(reflect.TypeFor[api.Batch](), true, "Batch")},
		},
	}
}
