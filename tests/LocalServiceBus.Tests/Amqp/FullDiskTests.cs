using LocalServiceBus.Amqp;
using LocalServiceBus.Broker;

namespace LocalServiceBus.Tests.Amqp;

public sealed class FullDiskTests
{
    [Fact]
    public void A_fault_reaches_the_client_even_if_it_cannot_be_logged()
    {
        var before = Console.Error;
        Console.SetError(new FullDisk());
        try
        {
            var error = Rejections.ErrorOf(new InvalidOperationException("database or disk is full"));

            Assert.Equal(Conditions.InternalError, error.Condition.Value);
        }
        finally
        {
            Console.SetError(before);
        }
    }

    private sealed class FullDisk : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
