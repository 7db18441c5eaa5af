namespace Payments.Dialects.Wire;

/// <summary>Why a request's body could not be had; each dialect has its own answers to it.</summary>
public enum BodyProblem
{
    /// <summary>It is longer than anything that an operation takes: 413.</summary>
    TooLarge,

    /// <summary>It broke off, or its chunks are not HTTP's: 400.</summary>
    Broken,
}

/// <summary>What all dialects say of these problems, each in its own shape.</summary>
internal static class BodyProblems
{
    public static (int Status, string Message) Describe(BodyProblem problem) => problem switch
    {
        BodyProblem.TooLarge => (413, "The body is too large."),
        BodyProblem.Broken => (400, "The body did not come whole."),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };
}
