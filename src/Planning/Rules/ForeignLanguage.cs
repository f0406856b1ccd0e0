using System.Text.RegularExpressions;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Rules;

/// <summary>Enough of a language to tell a description from a kind and from a question. The models themselves answer in English.</summary>
internal sealed class ForeignLanguage
{
    private ForeignLanguage(string name, string common, string describe, string classify, string ask, string lacking, string joint)
    {
        Name = name;
        _common = new HashSet<string>(common.Split(' '), StringComparer.Ordinal);
        _describe = Pattern(describe);
        _classify = Pattern(classify);
        _ask = Pattern("^(?:(?:dime|dimmi|diga|diga-me|zeg|vertel me|sag(?: mir)?|sage|dis(?:-moi)?|dites(?:-moi)?|quiero saber|bitte|por favor|per favore|s'il te pla\u00eet),? )*(?:" + ask + @")(?!\p{L})");
        _lacking = Pattern(lacking);
        _joint = Pattern(joint);
    }

    private readonly HashSet<string> _common;
    private readonly Regex _describe, _classify, _ask, _lacking, _joint;

    public string Name { get; }

    private static readonly HashSet<string> English = new(
        ("the a an is are what which this that picture image photo in of on it and describe tell me you please how many there does do can classify identify caption question color object animal to for with scene from based " +
         "give i want any my who where people kind type see show").Split(' '), StringComparer.Ordinal);

    private static readonly ForeignLanguage[] All =
    [
        new("German", "der die das ist sind was welche welches welcher ein eine einen dem den bild foto auf und bitte wie viele gibt es ich mir du sie von im zu mit dieses diesem beschreibe beschreiben oder hier drau\u00dfen zeigt siehst art tier farbe hat nicht f\u00fcr danach dann sag",
            @"\b(?:beschreib\w*|bildbeschreibung|bildunterschrift\w*|was (?:siehst du|ist zu sehen)|fass\w* .*zusammen)\b", @"\b(?:klassifizier\w*|bestimm\w*|identifizier\w*|erkenn\w*|kategorisier\w*|was (?:f\u00fcr|ist (?:das|dies|auf (?:dem|diesem) (?:bild|foto)))|welche (?:art|tierart|kategorie|klasse|sorte|rasse)|um was f\u00fcr|welches (?:tier|objekt) ist)\b",
            "wie|was|wer|wo|wann|warum|welche[rsnm]?|ist|sind|hat|haben|gibt|kann|befindet|tr\u00e4gt|wieviele?|ob", @"\b(?:\u00fcbersetz\w*|ins? (?:englische|franz\u00f6sische|spanische)|zeichne\w*|male|erzeug\w*|generier\w*|vorlesen|lies|lese|speicher\w*|segmentier\w*|markier\w*|text (?:auf|aus|im)|audio|internet|datei\w*|video)\b", @"[.!?;]|,? (?:und dann|dann|danach|sowie|au\u00dferdem)\b|, und\b| und (?=(?:wie|was|wer|wo|ist|sind|gibt|beschreib|sag|klassifizier|bestimm|erkenn|welche))|, (?=(?:wie|was|wer|wo|ist|sind|gibt|beschreib|sag|klassifizier|bestimm|erkenn|welche))"),
        new("French", "le la les est sont quel quelle quels un une des image photo sur dans et de combien il y a je moi vous tu qui que ce cette d\u00e9cris s'il pla\u00eet est-ce l'image qu'est-ce ou puis avec pour o\u00f9 cet d\u00e9crivez du dites",
            @"\b(?:d\u00e9cri\w*|l\u00e9gende\w*|description|r\u00e9sume\w*|que vois-tu)\b", @"\b(?:classe[rz]?|classifie\w*|identifie\w*|reconnai\w*|cat\u00e9goris\w*|quelle? (?:est l')?(?:type|sorte|genre|esp\u00e8ce|race|cat\u00e9gorie|animal est)|quel (?:type|genre|animal|objet)|qu'est-ce que c'est|c'est quoi)\b",
            "combien|quel(?:le)?s?|qui|o\u00f9|quand|pourquoi|comment|est-ce|y a-t-il|est|sont|que|qu'est|a-t-il|de quelle", @"\b(?:tradui\w*|dessine\w*|g\u00e9n\u00e8re|g\u00e9n\u00e9re\w*|lis|lire|enregistre\w*|segmente\w*|d\u00e9tecte\w*|texte|audio|internet|fichier\w*|vid\u00e9o|entoure\w*)\b", @"[.!?;]|,? (?:et puis|puis|ensuite|et ensuite|ainsi que)\b|(?:, et| et|,) (?=(?:combien|quel|qui|o\u00f9|d\u00e9cri|classe|identifie|dis|dites|est-ce|y a))"),
        new("Spanish", "el la los las es son qu\u00e9 que cu\u00e1l cu\u00e1ntos cu\u00e1ntas un una imagen foto en y de hay por favor describe d\u00f3nde qui\u00e9n esta este est\u00e1 est\u00e1n del con luego color animal se tiene dime cuantos cuantas",
            @"\b(?:describ\w*|descripci\u00f3n|leyenda|pie de foto|resum\w*|qu\u00e9 ves)\b", @"\b(?:clasif\w*|identif\w*|reconoc\w*|categor\w*|qu\u00e9 (?:tipo|clase|especie|raza|es (?:esto|eso|este)|animal es|objeto es)|que (?:tipo|clase|especie) de)\b",
            "cu\u00e1nt\\w*|cuant\\w*|qu\u00e9|que|cu\u00e1l(?:es)?|de qu\u00e9|d\u00f3nde|donde|qui\u00e9n|cu\u00e1ndo|por qu\u00e9|c\u00f3mo|hay|es|est\u00e1|son|est\u00e1n|tiene|lleva", @"\b(?:traduc\w*|dibuj\w*|gener\w*|lee|leer|guard\w*|segment\w*|detect\w*|texto|audio|internet|archivo\w*|v\u00eddeo|video)\b", @"[.!?;\u00bf\u00a1]|,? (?:y luego|luego|despu\u00e9s|y despu\u00e9s|adem\u00e1s)\b|(?:, y| y|,) (?=(?:cu\u00e1nt|cuant|qu\u00e9|d\u00f3nde|describ|clasif|identif|dime|hay|es|est\u00e1))"),
        new("Italian", "il lo gli i \u00e8 sono che cosa quale quanti quante un una immagine foto nella nel di e per favore c'\u00e8 ci descrivi dove chi questa questo della con poi colore animale dimmi sulla scena",
            @"\b(?:descriv\w*|descrizione|didascalia|riassum\w*)\b", @"\b(?:classific\w*|identific\w*|riconosc\w*|categori\w*|che (?:tipo|specie|genere|razza)|che cos'\u00e8|cos'\u00e8 (?:questo|questa)|che animale \u00e8)\b",
            "quant\\w*|che|chi|dove|quando|perch\u00e9|come|quale|quali|di che|c'\u00e8|ci sono|\u00e8|sono|cosa", @"\b(?:tradu\w*|disegn\w*|gener\w*|leggi|salva\w*|segment\w*|rileva\w*|testo|audio|internet|file|video)\b", @"[.!?;]|,? (?:e poi|poi|inoltre|dopo)\b|(?:, e| e|,) (?=(?:quant|che|chi|dove|descriv|classific|identific|dimmi|c'\u00e8|ci sono))"),
        new("Portuguese", "o os \u00e9 s\u00e3o qual quais quantos quantas um uma imagem foto na no da do em e por favor h\u00e1 descreva onde quem esta este com depois cor que tem diga nesta cena",
            @"\b(?:descrev\w*|descri\u00e7\u00e3o|legenda\w*|resum\w*)\b", @"\b(?:classifi\w*|identifi\w*|reconhe\w*|categori\w*|que (?:tipo|esp\u00e9cie|ra\u00e7a|animal \u00e9)|o que \u00e9 (?:isto|isso|este))\b",
            "quant\\w*|o que|que|qual|quais|de que|onde|quem|quando|por que|como|h\u00e1|\u00e9|est\u00e1|s\u00e3o|tem|existe\\w*", @"\b(?:tradu\w*|desenh\w*|ger[ae]\w*|leia|ler|salv\w*|segment\w*|detect\w*|texto|\u00e1udio|internet|arquivo\w*|v\u00eddeo)\b", @"[.!?;]|,? (?:e depois|depois|em seguida|al\u00e9m disso)\b|(?:, e| e|,) (?=(?:quant|qual|onde|quem|descrev|classifi|identifi|diga|h\u00e1|\u00e9))"),
        new("Dutch", "de het een is zijn wat welke welk foto afbeelding op en alsjeblieft hoeveel er ik mij je van in met dit deze beschrijf staat voor dan kleur dier waar wie naar zie",
            @"\b(?:beschrij\w*|onderschrift|bijschrift|vat .*samen|wat zie je)\b", @"\b(?:classificeer|identificeer|herken|categoriseer|wat voor|welke? (?:soort|categorie|ras|dier is|diersoort)|wat is (?:dit|dat))\b",
            "hoeveel|wat|wie|waar|wanneer|waarom|hoe|welke?|is|zijn|heeft|zit|staat|draagt", @"\b(?:vertaal|teken|genereer|lees|bewaar|segmenteer|detecteer|tekst|audio|internet|bestand\w*|video)\b", @"[.!?;]|,? (?:en dan|dan|daarna|en daarna)\b|(?:, en| en|,) (?=(?:hoeveel|wat|wie|waar|beschrij|classificeer|identificeer|is|zijn|zeg|vertel))"),
    ];

    /// <summary>The language that most words belong to, or null for English.</summary>
    public static ForeignLanguage? Detect(string lower)
    {
        var words = Regex.Split(lower, @"[^\p{L}'\-]+").Where(word => word.Length > 0).ToList();
        var english = words.Count(English.Contains);
        var best = All.Select(language => (Language: language, Score: words.Count(word => language._common.Contains(word) && !English.Contains(word)))).MaxBy(candidate => candidate.Score);
        return best.Score > english && best.Score >= 2 && best.Score * 5 >= words.Count * 2 ? best.Language : null;
    }

    /// <summary>Whether most letters belong to a script that no rule reads.</summary>
    public static bool IsOtherScript(string text)
    {
        var letters = text.Count(char.IsLetter);
        return letters > 0 && text.Count(character => char.IsLetter(character) && character > '\u024F') * 2 > letters;
    }

    /// <summary>The kinds of steps asked for, with the words of each; missing names what we lack.</summary>
    public (List<(SpanKind Kind, string Words)> Parts, bool Lacking) Read(string text)
    {
        var lower = text.ToLowerInvariant();
        if (_lacking.IsMatch(lower))
            return ([], true);
        var parts = new List<(SpanKind, string)>();
        var from = 0;
        foreach (var (start, length) in _joint.Matches(lower).Select(match => (match.Index, match.Length)).Append((lower.Length, 0)))
        {
            var words = text[from..start].Trim(' ', ',', '\n', '-', ':');
            var part = words.ToLowerInvariant();
            var asked = start < lower.Length && lower[start] == '?';
            if (_describe.IsMatch(part))
                parts.Add((SpanKind.Caption, words));
            else if (_classify.IsMatch(part))
                parts.Add((SpanKind.Classification, words));
            else if (words.Length > 1 && (_ask.IsMatch(part) || asked))
                parts.Add((SpanKind.Question, asked ? words + "?" : words));
            from = Math.Min(start + length, text.Length);
        }
        return (parts, false);
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
