package monitor

import "time"

const (
	graphCells = 30               // of a graph
	graphTime  = 10 * time.Second // the least of a cell: the graph is of five minutes or more
)

// A graph is what a number was in the last minutes: the most in each cell.
type graph struct {
	cells []float64
	from  time.Time // the begin of the last cell
}

// add adds what a number is now, in cells of a time; nil counts as none.
func (g *graph) add(at time.Time, cell time.Duration, value *float64) {
	x := 0.0
	if value != nil {
		x = *value
	}
	if n := len(g.cells); n > 0 && at.Sub(g.from) < cell {
		g.cells[n-1] = max(g.cells[n-1], x)
		return
	}
	g.cells, g.from = append(g.cells, x), at
	g.cells = g.cells[max(0, len(g.cells)-graphCells):]
}

// text returns the last cells as bars, the highest for the most that there was, or
// for full if that is more.
func (g *graph) text(width int, full float64) string {
	bars := []rune(" ▁▂▃▄▅▆▇█")
	for _, x := range g.cells {
		full = max(full, x)
	}
	text := make([]rune, width)
	for i := range text {
		text[i] = ' '
		cell := len(g.cells) - width + i
		if cell < 0 || full <= 0 || g.cells[cell] <= 0 {
			continue
		}
		// What is not nothing shows.
		text[i] = bars[max(1, int(g.cells[cell]/full*float64(len(bars)-1)))]
	}
	return string(text)
}
