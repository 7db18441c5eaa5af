namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often a retry policy of the host has repeated this invocation.</summary>
public abstract class RetryContext
{
    public abstract int RetryCount { get; }

    public abstract int MaxRetryCount { get; }
}
