using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>Words before the request proper: courtesy, order, joining.</summary>
internal static partial class Leads
{
    /// <summary>The clause from its first word that is about the picture; direct questions to the model (<c>can you see a dog</c>) stay whole.</summary>
    public static Clause Strip(Clause clause)
    {
        while (true)
        {
            clause = clause.Trimmed();
            var lead = Lead().Match(clause.Norm);
            if (!lead.Success || lead.Length == 0)
                return clause;
            clause = clause.From(lead.Length);
        }
    }

    /// <summary>How many characters of courtesy and joining a norm begins with.</summary>
    public static int LengthIn(string norm)
    {
        var length = 0;
        while (LeadOrMark().Match(norm, length, norm.Length - length) is { Success: true, Length: > 0 } lead)
            length += lead.Length;
        return length;
    }

    /// <summary>Whether a norm begins with courtesy that makes any verb after it an order.</summary>
    public static bool IsOrder(string norm) => Order().IsMatch(norm);

    private const string Words =
        @"(?:please|kindly|and|then|also|but|so|now|next|finally|lastly|first(?:ly| of all| off)?(?= (?!picture|image|photo|one|object|animal))|secondly|thirdly|second(?= (?:tell|describe|classify|caption|what|is|give|answer|how))|" +
        @"third(?= (?:tell|describe|classify|caption|what|is|give|answer|how))|afterwards?|after that|after this|after which|once (?:that is |this is |it is |you are )?done(?: with that)?|when (?:that is |you are )?(?:done|finished)|" +
        @"when done|additionally|furthermore|moreover|in addition(?: to that)?|besides(?: that)?|on top of that|plus|just|simply|only|maybe|perhaps|hey(?: there)?|hi(?: there)?|hello(?: there)?|ok(?:ay)?|well|um+|uh+|hmm+|er|thanks|thank you|" +
        @"cheers|dear|yo|oh|alright|right|good (?:morning|afternoon|evening|day)|greetings|as well(?: as)?|at the same time|meanwhile|subsequently|step \d+|\d+(?: st| nd| rd| th)?(?= [.)])|to (?:start|begin)(?: with| off)?|for starters|to finish|" +
        @"in the end|in a second step|as a (?:first|second|third|next|last|final) step|last(?: but not least)?(?= ,)|lastly|followed by|together with|along with|before that|" +
        @"i was wondering if you (?:could|can|would)(?: please)?|i wonder if you (?:could|can|would)|(?:can|could|would|will) (?:you|someone|anyone|somebody)(?! (?:see|spot|make out|notice|tell if|find any))(?: please| kindly| possibly| maybe| perhaps| also| then| be able to| just| quickly)*|" +
        @"(?:i|we) (?:want|need|expect|ask|would like|would love) (?:you|the model|the system) to|(?:(?:i|we) )?(?:also |really |just |then |still |only |simply |now )*(?:want|wish|need|would like|would love|like|hope|am trying|have|am looking|would prefer|am going|would be happy|would be glad|would be interested|would need) to(?: also| just| then| first)?|" +
        @"(?:i|we) would (?:really )?(?:appreciate|be grateful|love|like) (?:it )?if you (?:could|would|can)|it would be (?:great|nice|good|helpful|useful|lovely|wonderful|awesome) if you (?:could|would|can)|i would be (?:grateful|thankful|happy|glad) if you (?:could|would|can)|" +
        @"(?:i|we)(?: also| really| just| only| still| simply| then| now)*(?= (?:want|need|would like|would love|require|could use|am looking for|am after|am interested in|request|would appreciate|wish for|would need|expect)\b)|help me(?: please| out)?(?: to)?(?: and)?|help us(?: to)?|let us|try to|try and|go ahead(?: and)?|(?:(?:can|could|would|will) you )?be so (?:kind|good|nice)(?: as)? (?:as )?to|(?:do you |would you |you )?mind(?= \w+ing\b)|(?:can|could|may|might) (?:i|we)(?: please| also| just)*(?= (?:get|have|see|hear|ask)\b)|be a dear and|be kind enough to|do me a favor(?: and)?|would you mind|is it possible (?:for you )?to|are you able to|would it be possible (?:for you )?to|" +
        @"is there (?:any|a) (?:chance|way) (?:that )?you (?:could|can)|any chance you (?:could|can)|you (?:should|must|need to|have to|may|might|can)(?! see)(?: also| then| please)?|i am (?:asking|hoping|looking for) you to|your (?:job|task|goal|mission) is to|the (?:job|task|goal) is to|" +
        @"be sure to|make sure (?:you|to)|do not forget to|remember to|feel free to|proceed to|continue (?:by|to|with)|start (?:by|with|off by)|begin (?:by|with)|end (?:by|with)|conclude (?:by|with)|finish (?:by|with|off by)|follow (?:up|that up|it up|this up) (?:by|with)|" +
        @"(?:after|before|by|while|upon|having|besides|apart from|aside from|instead of)(?= (?:first )?[a-z]+(?:ing|ed)\b)|(?:once|when|after|as soon as|before) you (?:have )?(?:also )?(?=(?:describe|caption|classif|identif|recogniz|categoriz|answer|name|count|summariz|label|tell)[a-z]*)|" +
        @"quick (?:question|one)(?= [:,])|another question(?= [:,])|one more (?:thing|question)|in your opinion|honestly|actually|basically|quickly|briefly|in short|in (?:a|one|two|three|few|a few|your own|plain|simple) (?:short |single |few |own |brief |simple )*(?:words?|sentences?|lines?)|" +
        @"for me|for us|for this (?:picture|image|photo)|(?:in|for|from|on|looking at|given|with|about|regarding|considering) (?:the|this|that|my|attached|an|a)(?: attached| given| provided| following| uploaded| above| enclosed| included)* (?:picture|image|photo|scene|shot)(?: [\w\-]+\.\w+)?(?= [,:])|" +
        @"carefully|urgent(?:ly)?|asap|if possible|in a nutshell|to sum up|to cut it short|long story short|first thing|for the record|by the way|as a follow-up|one last thing|quick check(?= [:,])|(?:one|two|three|a few|several) (?:\w+ )?(?:things|questions|tasks|requests)(?= [:,-])|if you (?:can|could|would|will|like|please|do not mind|have time|may)|when you (?:can|have time|get a chance)|both)\b";

    [GeneratedRegex("^" + Words, RegexOptions.CultureInvariant)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\G(?:" + Words + @"|[^\w\s'""])\s?|\G\s", RegexOptions.CultureInvariant)]
    private static partial Regex LeadOrMark();

    [GeneratedRegex(@"\b(?:please|kindly|can you|could you|would you|will you|want you to|like you to|need you to|help me|want to|would like to|need to|go ahead and)(?: \w+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Order();
}
