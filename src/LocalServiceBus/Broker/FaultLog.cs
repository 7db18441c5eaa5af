namespace LocalServiceBus.Broker;

/// <summary>
/// Faults of the broker itself, on standard error. That may be a file on the very disk that is full: writing then fails
/// too, and must not end the pump that reports its fault.
/// </summary>
internal static class FaultLog
{
    public static void Write(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // There is nowhere left to say so; the client is told in any case.
        }
    }
}
