package bot

import (
	"path"

	"docent/bot/command"
	"docent/bot/render"
)

// filesOf is the file of a result, as far as it may be attached where a response goes; else the reply says so.
func filesOf(r *response, reply *render.Reply, res command.Result) []render.File {
	if res.File == nil {
		return nil
	}
	if !r.capabilities().Attach {
		reply.Text, reply.Lines = r.words.Text("say.file_not_allowed"), nil
		return nil
	}
	return []render.File{{Name: path.Base(res.File.Path), ContentType: "application/octet-stream", Data: res.File.Data}}
}
