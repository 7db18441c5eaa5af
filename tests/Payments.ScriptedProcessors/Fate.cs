namespace Payments.ScriptedProcessors;

/// <summary>What happens to a request that moves money.</summary>
public enum Fate
{
    /// <summary>It is executed and answered.</summary>
    Answer,

    /// <summary>The connection is cut before it is executed.</summary>
    CutBefore,

    /// <summary>It is executed, and the connection is cut before the answer.</summary>
    CutAfter,

    /// <summary>It is executed, and the connection is cut in the middle of the answer.</summary>
    CutInAnswer,

    /// <summary>It is executed, and not answered until the caller gives up.</summary>
    HangAfter,

    /// <summary>It is not executed: 429.</summary>
    TooMany,

    /// <summary>It is not executed: 500.</summary>
    FailBefore,

    /// <summary>It is executed, and answered 500.</summary>
    FailAfter,

    /// <summary>It is not executed: 503.</summary>
    Unavailable,

    /// <summary>It is not executed, because another request with its key is: 409.</summary>
    Conflict,
}
