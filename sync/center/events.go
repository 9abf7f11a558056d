package center

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
)

type eventsIn struct {
	Outlet   string `path:"outlet"`
	Encoding string `header:"Content-Encoding"`
	RawBody  []byte `contentType:"application/json"`
}

// putEvents takes a stretch of a hall's log.
func (c *Center) putEvents(ctx context.Context, in *eventsIn) (api.Accepted, error) {
	const op = "center.putEvents"
	outlet := hall.OutletID(in.Outlet)
	if caller(ctx).Name != in.Outlet {
		return api.Accepted{}, hall.E(op, hall.Denied, "the token is of another outlet")
	}
	raw, err := unpack(in.Encoding, in.RawBody)
	if err != nil {
		return api.Accepted{}, err
	}
	events, err := api.ParseBatch(raw)
	if err != nil {
		return api.Accepted{}, err
	}
	at, stored, err := c.archive.Ingest(ctx, outlet, events)
	return api.Accepted{Cursor: at, Stored: stored}, hall.Wrap(op, err)
}

// describeBatch says in the description what putEvents reads from the raw body; the framework took it for any bytes.
func describeBatch(d *huma.OpenAPI) {
	operation := d.Paths[api.Outlets+"/{outlet}/events"].Post
	operation.RequestBody.Required = true
	operation.RequestBody.Description = "A stretch of the hall's log, in order and without holes; the bare list of events is taken too. " +
		"It may be packed: Content-Encoding gzip."
	operation.RequestBody.Content = map[string]*huma.MediaType{
		"application/json": {Schema: d.Components.Schemas.Schema(reflect.TypeFor[api.Batch](), true, "Batch")},
	}
}

// unpack opens a gzipped body, and no more of it than a batch may have.
func unpack(encoding string, raw []byte) ([]byte, error) {
	const op = "center.unpack"
	switch encoding {
	case "", "identity":
		return raw, nil
	case "gzip":
	default:
		return nil, hall.E(op, hall.Invalid, "content encoding "+encoding)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, hall.E(op, hall.Invalid, "not gzip")
	}
	open, err := io.ReadAll(io.LimitReader(z, api.MaxBatchBytes+1))
	if err != nil {
		return nil, hall.E(op, hall.Invalid, "a gzip body that was cut")
	}
	if len(open) > api.MaxBatchBytes {
		return nil, hall.E(op, hall.Invalid, "the batch is too large")
	}
	return open, nil
}
