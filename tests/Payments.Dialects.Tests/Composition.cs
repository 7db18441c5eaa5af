using Payments.Handlers.Orders;

namespace Payments.Dialects.Tests;

public sealed class Composition
{
    [Fact]
    public void Every_registered_service_can_be_resolved()
    {
        using var service = new ServiceUnderTest();

        Assert.NotNull(service.Get<OrderHandler>());
    }
}
