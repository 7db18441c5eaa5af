global using Xunit;
global using Payments.Testing;
