namespace Payments.Dialects.Wire;

/// <summary>Why a request's body could not be received; each dialect has its own responses.</summary>
public enum BodyProblem
{
    /// <summary>Longer than any operation accepts: 413.</summary>
    TooLarge,

    /// <summary>Cut short, or its chunked encoding is malformed: 400.</summary>
    Broken,

    /// <summary>It did not arrive within the time that it has: 408.</summary>
    TooSlow,
}

/// <summary>The status and message for each problem, which every dialect puts into its own error model.</summary>
internal static class BodyProblems
{
    public static (int Status, string Message) Describe(BodyProblem problem) => problem switch
    {
        BodyProblem.TooLarge => (413, "The body is too large."),
        BodyProblem.Broken => (400, "The body is incomplete."),
        BodyProblem.TooSlow => (408, "The body did not arrive in time."),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };
}
