package hallnode

import "github.com/brighthall/brighthall/sync/seal"

// KeyFile holds the outlet's secret, from which ticket codes and page addresses are made.
const KeyFile = seal.HallKeyFile
