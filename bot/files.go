package bot

import (
	"path"

	"docent/bot/render"
)

// filesOf is the file of a result, as far as it may be attached where a response goes; else the reply says so.
func filesOf(r *response, reply *render.Reply, res result) []render.File {
	if res.file == nil {
		return nil
	}
	if !r.can().Attach {
		reply.Text, reply.Lines = r.words.Text("say.file_not_allowed"), nil
		return nil
	}
	return []render.File{{Name: path.Base(res.file.Path), ContentType: "application/octet-stream", Data: res.file.Data}}
}
