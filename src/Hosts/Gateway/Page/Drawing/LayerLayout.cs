using System.Globalization;

namespace EdgeActors.Gateway.Page.Drawing;

/// <summary>
/// A drawing in layers from top to bottom: cards of equal size, at most so many side by side, the rest in further rows. Lines between
/// cards leave at the lower edge and arrive at the upper one.
/// </summary>
public sealed class LayerLayout
{
    private readonly Dictionary<string, Placed> _places = [];
    private readonly double _cardHeight;

    /// <param name="layers">Ids of cards, top layer first.</param>
    /// <param name="columns">How many lie side by side at most.</param>
    /// <param name="cardHeight">px.</param>
    /// <param name="rowGap">px between rows of one layer.</param>
    /// <param name="layerGap">px between layers: room for lines and what is written on them.</param>
    public LayerLayout(IEnumerable<IReadOnlyList<string>> layers, int columns, double cardHeight, double rowGap, double layerGap)
    {
        _cardHeight = cardHeight;
        Columns = columns;
        var y = 0.0;
        foreach (var layer in layers.Where(layer => layer.Count > 0))
        {
            foreach (var row in layer.Chunk(columns))
            {
                for (var i = 0; i < row.Length; i++)
                    _places[row[i]] = new((i + 0.5) / row.Length * 100, y);
                y += cardHeight + rowGap;
            }
            y += layerGap - rowGap;
        }
        Height = Math.Max(0, y - layerGap);
    }

    public int Columns { get; }

    /// <summary>px.</summary>
    public double Height { get; }

    public Placed this[string id] => _places[id];

    public bool Holds(string id) => _places.ContainsKey(id);

    /// <summary>A style attribute that puts an element there.</summary>
    public string Style(string id) => string.Create(CultureInfo.InvariantCulture, $"left:{this[id].X:0.###}%;top:{this[id].Y:0.#}px;height:{_cardHeight:0.#}px");

    /// <summary>Path data from one card to another, x in percent, y in px; within one row a straight line behind the cards.</summary>
    public string Line(string from, string to)
    {
        var (a, b) = this[from].Y <= this[to].Y ? (this[from], this[to]) : (this[to], this[from]);
        if (a.Y == b.Y)
            return string.Create(CultureInfo.InvariantCulture, $"M{a.X:0.###} {a.Y + _cardHeight / 2:0.#} L{b.X:0.###} {a.Y + _cardHeight / 2:0.#}");
        var (top, middle) = (a.Y + _cardHeight, (a.Y + _cardHeight + b.Y) / 2);
        return string.Create(CultureInfo.InvariantCulture, $"M{a.X:0.###} {top:0.#} C{a.X:0.###} {middle:0.#} {b.X:0.###} {middle:0.#} {b.X:0.###} {b.Y:0.#}");
    }

    /// <summary>A style attribute that puts a label just above a card.</summary>
    public string Above(string id) => string.Create(CultureInfo.InvariantCulture, $"left:{this[id].X:0.###}%;top:{this[id].Y:0.#}px");
}
